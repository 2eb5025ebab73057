#pragma once

#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"
#include "report/text_table.hpp"

#include <chestlens/error.hpp>
#include <chestlens/threshold.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// A recall that is wanted of a class.
struct WantedRecall {
  int class_index = 0;
  double recall = 0.0;
};

/// A threshold that validation films chose, and what it is worth on other films.
struct ThresholdRow {
  std::string name;   // of the model
  std::string title;  // for people
  std::string class_name;
  double wanted_recall = 0.0;
  DecisionThreshold chosen;
  ThresholdFigures figures;  // on the films of `part`
  std::string part;          // "test"
};

/// One model's evaluations on the films that choose its thresholds and on those that measure them.
struct ThresholdFilms {
  std::string name;
  std::string title;
  const Evaluation& validation;
  const Evaluation& measured;
};

/// Errors: mismatch where `validation` is of other films than validation's; those of
/// threshold_for_recall, naming model and class.
Result<std::vector<ThresholdRow>> choose_thresholds(const ThresholdFilms& films,
                                                    const std::vector<WantedRecall>& wanted,
                                                    const Reporter& reporter = {});

/// One row per model and wanted recall; figures of fewer than 30 films are flagged.
TextTable threshold_table(const std::vector<ThresholdRow>& rows);

/// What a reader of the table must know.
std::string threshold_note(const std::vector<ThresholdRow>& rows);

/// All figures for programs, at full precision.
std::string thresholds_csv(const std::vector<ThresholdRow>& rows);

}  // namespace chestlens
