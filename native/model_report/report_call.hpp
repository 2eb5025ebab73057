#pragma once

#include "evaluate/evaluation.hpp"
#include "report/choose_models.hpp"
#include "report/thresholds.hpp"
#include "report/timing.hpp"

#include <chestlens/explain.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// What a report is asked to be of.
struct ReportCall {
  ModelChoice models;
  std::filesystem::path data;  // with manifest.csv
  EvaluatedPart part = EvaluatedPart::test;
  std::string films_name = {};  // of external films; empty: their folder's
  std::vector<WantedRecall> recalls = {};
  std::filesystem::path validation_data = {};  // where thresholds are chosen; empty: in `data`
  std::vector<MapMethod> methods =
      {};             // empty: HiResCAM, or Grad-CAM where a model has no such map
  int each = 2;       // films of each class and case
  bool films = true;  // pictures of films are in the report
  TimingLimits timing = {.repetitions = 10, .seconds = 0.5};
  int threads = 1;
  std::filesystem::path cache_folder = {};  // for prepared films; empty: none
  std::filesystem::path out = {};           // for the command that makes it again
};

}  // namespace chestlens
