#pragma once

#include "audit/audit_bundle.hpp"
#include "io/output.hpp"
#include "page/page.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <vector>

namespace chestlens {

/// A chart of each kind of finding that the model has, with what chance reaches.
std::vector<PageFigure> finding_charts(const ModelAudit& audit);

/// A folder of these: index.html, whose first sheet is the verdict in plain words, a chart of each
/// kind of finding, findings.csv and findings.json, and SHA256SUMS, by which it is known again.
/// Errors: invalid_argument, io.
Status check_audit_folder(const std::filesystem::path& folder, const OutputRule& rule);
Status write_audit(const std::filesystem::path& folder, const std::vector<ModelAudit>& audits,
                   const OutputRule& rule);

}  // namespace chestlens
