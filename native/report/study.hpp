#pragma once

#include "evaluate/evaluation.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens {

/// One model or ensemble on the films.
struct StudyRow {
  std::string name;
  std::string title;
  std::int64_t parameters = 0;  // an ensemble's are the sum of its members'
  std::int64_t multiply_adds = 0;
  std::int64_t bytes = 0;  // size of the bundles' files
  Evaluation evaluation;
  std::vector<std::string> audit;  // findings, one sentence each
};

/// Films of each class in each part, [class] in the order of the classes.
struct ClassCounts {
  std::vector<std::int64_t> train, validation, test;
};
ClassCounts count_classes(const RunData& data);

/// Everything that is compared on one part of the films. At least one row, all on the same films.
struct Study {
  std::vector<StudyRow> rows;
  ClassCounts counts;
};

}  // namespace chestlens
