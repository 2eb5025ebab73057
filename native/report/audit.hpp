#pragma once

#include "evaluate/evaluation.hpp"
#include "report/source_probe.hpp"
#include "report/source_scores.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Where a score may come from, other than disease.
struct Audit {
  std::vector<SourceScore> sources;
  std::optional<SourceProbe> probe;
  std::string probed = "this network's features";  // whose features the probe reads
};

/// One sentence per finding, for cards, tables and the page. `border` is the border probe's
/// evaluation on the same films, where there were films to train it.
std::vector<std::string> sentences(const Audit& audit, const std::optional<Evaluation>& border);

}  // namespace chestlens
