#pragma once

#include "model_report/model_report.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// What a row of the study takes.
struct ModelCost {
  std::string name;
  std::string title;
  std::int64_t parameters = 0;
  std::int64_t multiply_adds = 0;  // for one film
  std::int64_t bytes = 0;          // of the files that a runtime loads
  std::optional<BatchTimings> times;
};

/// In the study's order; an ensemble's are its members' sums.
std::vector<ModelCost> costs_of(const ModelReport& report);

}  // namespace chestlens
