#pragma once

#include "data/manifest.hpp"
#include "evaluate/evaluation.hpp"

#include <chestlens/metrics.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Recall among the films of one class and one source.
struct SourceScore {
  std::string class_name;
  std::string source;
  std::int64_t films = 0;
  std::int64_t right = 0;
  Interval recall_interval;  // by patient
};

/// Sorted by class in the evaluation's order, then by films, most first; `films` are the
/// evaluation's, in its order.
std::vector<SourceScore> source_scores(const Evaluation& evaluation, const Manifest& manifest,
                                       std::span<const std::size_t> films);

}  // namespace chestlens
