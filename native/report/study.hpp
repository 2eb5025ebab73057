#pragma once

#include "evaluate/evaluation.hpp"
#include "report/thresholds.hpp"

#include <chestlens/model_differences.hpp>

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

/// Films of each class, [class] in the order of the classes, in one part of the films.
struct PartCounts {
  std::string part;  // for people
  std::vector<std::int64_t> films;
};

/// Training, validation and test; or, where all films are scored, those that trained a model and
/// those that none saw.
std::vector<PartCounts> count_parts(const RunData& data, EvaluatedPart part);

/// Everything that is compared on one part of the films. At least one row, all on the same films.
struct Study {
  std::vector<StudyRow> rows;
  std::vector<PartCounts> parts;
  std::vector<ModelDifferences> differences = {};  // of all pairs of rows, by their places
  std::vector<ThresholdRow> thresholds = {};       // for recalls that were asked for
};

}  // namespace chestlens
