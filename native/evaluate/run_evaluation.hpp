#pragma once

#include "evaluate/evaluation.hpp"
#include "evaluate/prediction_file.hpp"
#include "io/reporter.hpp"
#include "train/run_folder.hpp"

#include <chestlens/error.hpp>

#include <c10/core/Device.h>

#include <filesystem>
#include <span>
#include <vector>

namespace chestlens {

struct RunEvaluationOptions {
  EvaluatedPart part = EvaluatedPart::validation;
  std::filesystem::path data_folder = {};  // empty: the one that the run remembers
  int views = 0;                           // test-time augmentation's; 0: none
  c10::Device device{c10::kCPU};
  int threads = 1;
  std::filesystem::path cache_folder = {};  // for prepared films; empty: none
  NetworkFactory make_network = make_classifier;
};

/// The run's best weights on one part of its films. Errors: those of load_run_data, load_best and
/// evaluate.
Result<Evaluation> evaluate_run(const Run& run, const RunEvaluationOptions& options,
                                const Reporter& reporter = {});

/// Writes evaluation-PART.json and predictions-PART.csv into the run's folder, PART being
/// validation or test, "-ttaN" after it under N views. Errors: io.
Status save_evaluation(const Run& run, const Evaluation& evaluation);

/// The logits of each run's films of one part, as save_evaluation left them without views. Errors:
/// those of load_predictions, naming the run that was not evaluated.
Result<std::vector<PredictionTable>> load_run_predictions(
    std::span<const std::filesystem::path> run_folders, EvaluatedPart part);

}  // namespace chestlens
