#pragma once

#include "audit/audit_bundle.hpp"

#include <string>
#include <vector>

namespace chestlens {

/// The verdict, and a line for each finding under its test, for a terminal.
std::string to_text(const ModelAudit& audit);

/// A row for each finding of each model, and the same for programs.
std::string to_csv(const std::vector<ModelAudit>& audits);
std::string to_json(const std::vector<ModelAudit>& audits);

}  // namespace chestlens
