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
  std::string films_name = {};             // of external films; empty: their folder's
  int views = 0;                           // test-time augmentation's; 0: none
  c10::Device device{c10::kCPU};
  int threads = 1;
  std::filesystem::path cache_folder = {};  // for prepared films; empty: none
  NetworkFactory make_network = make_classifier;
};

/// The run's best weights on one part of its films, or of the films of another folder that it never
/// saw (part_films). A training that is not finished is noted. Errors: those of load_run_data,
/// part_films, load_best and evaluate.
Result<Evaluation> evaluate_run(const Run& run, const RunEvaluationOptions& options,
                                const Reporter& reporter = {});

/// Whether films of a run are still the files that it began with, where its split says what they
/// were. Errors: mismatch counting those that are not; those of film_digests.
Status check_films(const RunData& data, std::span<const std::size_t> films, int threads);

/// Whether save_evaluation() may write: in the place of its files lies nothing, or what it wrote
/// there before. Errors: invalid_argument, parse, io, naming the file.
Status check_evaluation_files(const Run& run, EvaluatedPart part, int views);

/// Writes evaluation-PART.json and predictions-PART.csv into the run's folder, PART being
/// validation or test, "-ttaN" after it under N views. Errors: io.
Status save_evaluation(const Run& run, const Evaluation& evaluation);

/// The logits of each run's films of one part, as save_evaluation left them without views. That a
/// table of an earlier version does not name its weights is noted. Errors: those of
/// load_predictions; mismatch where they are of other weights than the run's best are now.
Result<std::vector<PredictionTable>> load_run_predictions(
    std::span<const std::filesystem::path> run_folders, EvaluatedPart part,
    const Reporter& reporter = {});

/// Errors: invalid_argument where two of the runs are one: a folder named twice, or the same
/// weights, which would count as two seeds.
Status check_distinct_runs(std::span<const std::filesystem::path> run_folders,
                           std::span<const PredictionTable> tables);

}  // namespace chestlens
