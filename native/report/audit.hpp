#pragma once

#include "evaluate/evaluation.hpp"
#include "report/source_probe.hpp"
#include "report/source_scores.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Where a score may come from, beside disease.
struct Audit {
  std::vector<SourceScore> sources;
  std::optional<SourceProbe> probe;
  std::string probed = "this network's features";  // what the probe was of
};

/// One sentence a finding, for cards, tables and the page. `border` is the border probe's score on
/// the films that the audit is of.
std::vector<std::string> sentences(const Audit& audit, const Evaluation& border);

}  // namespace chestlens
