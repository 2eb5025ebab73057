#pragma once

#include "audit/audit_bundle.hpp"

#include <chestlens/card.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

enum class Verdict : std::uint8_t {
  convicted,  // offered, and the answers follow it
  offered,    // by the films; that the network goes by it was not shown
  remark,     // convicts of nothing, and should be known
  nothing     // was convicted
};

/// A part of what an audit comes to, in plain words.
struct VerdictLine {
  Verdict verdict = Verdict::nothing;
  std::string title;  // "Convicted: the border, of covid19 and viral"
  std::string text;
};

/// What is convicted, or what an acquittal is worth; what is told without the lungs, how steady the
/// answers are and where their evidence lies; what is offered alone.
std::vector<VerdictLine> verdict_of(const ModelAudit& audit);

/// "convicted"; "offered", where films tell a class by what is no disease, beyond chance; else
/// "not convicted".
std::string verdict_word(const AuditFinding& finding);

}  // namespace chestlens
