#pragma once

#include "audit/audit_bundle.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

enum class Verdict : std::uint8_t {
  convicted,  // offered, and the answers follow it
  offered,    // by the films; that the network goes by it was not shown
  nothing     // was convicted
};

/// A part of what an audit comes to, in plain words.
struct VerdictLine {
  Verdict verdict = Verdict::nothing;
  std::string title;  // "Convicted: the border, of covid19 and viral"
  std::string text;
};

/// What is convicted, then what is offered alone, or what an acquittal is worth.
std::vector<VerdictLine> verdict_of(const ModelAudit& audit);

/// The verdict, and a line for each finding under its test, for a terminal.
std::string to_text(const ModelAudit& audit);

/// A row for each finding of each model, and the same for programs.
std::string to_csv(const std::vector<ModelAudit>& audits);
std::string to_json(const std::vector<ModelAudit>& audits);

}  // namespace chestlens
