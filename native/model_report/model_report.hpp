#pragma once

#include "embed/map_study.hpp"
#include "explain/cases.hpp"
#include "io/reporter.hpp"
#include "model_report/report_call.hpp"
#include "report/evaluate_models.hpp"
#include "report/measure_complexity.hpp"

#include <chestlens/error.hpp>

#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// Films by case, and whose answers they are.
struct ReportCases {
  std::string answered_by;  // for people
  std::string ensemble;     // of the catalog; "": the mean of the models
  std::vector<MapMethod> methods;
  CaseReport report;
};

/// All that a report is made of. A part that could not be made holds the reason.
struct ModelReport {
  ReportCall call;
  EvaluatedModels evaluated;
  Result<std::vector<ThresholdRow>> thresholds;
  Result<PredictionTimes> times;
  Result<MapStudy> map;
  Result<ReportCases> cases;
  Result<std::vector<std::optional<MeasuredMetric>>>
      warned;  // of these films, by each model that asks
};

/// Scores the models on the films, maps and explains these, and measures what a prediction takes.
/// Errors: those of evaluate_models.
Result<ModelReport> measure_report(const ReportCall& call, const Reporter& reporter = {});

}  // namespace chestlens
