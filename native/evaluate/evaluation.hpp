#pragma once

#include "data/manifest.hpp"
#include "evaluate/prediction_file.hpp"
#include "io/reporter.hpp"
#include "learn/predictions.hpp"
#include "train/run_folder.hpp"

#include <chestlens/assessment.hpp>
#include <chestlens/card.hpp>
#include <chestlens/error.hpp>

#include <c10/core/Device.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// The films that chose a model's epoch; the manifest's test rows; all films of a folder; or all of
/// a folder that never was to train, whose manifest may lack what training needs. Films that
/// trained the model, and others of their patients, are in none of them.
enum class EvaluatedPart : std::uint8_t { validation, test, all, external };
std::string to_string(EvaluatedPart part);
/// Errors: invalid_argument where `name` is not "validation", "test", "all" or "external".
Result<EvaluatedPart> parse_evaluated_part(std::string_view name);

/// What a network's predictions of one part of the films are worth, and where those films come
/// from.
struct Evaluation {
  EvaluatedPart part = EvaluatedPart::validation;
  int views = 0;                // test-time augmentation's; 0: none
  bool patients_known = true;   // false: some film's, here or in training, counts as its own
  bool seen_known = true;       // false: which films trained the model is not known
  std::string films_name = {};  // of external films, for people
  std::string left_out = {};    // films that are not scored, by the reason; "" for none
  std::vector<std::string> classes;
  ScoredFilms scored;      // the probabilities that all figures are of
  double loss = 0.0;       // mean cross-entropy, every film weighing the same
  ConfusionMatrix matrix;  // by the most probable class
  Assessment assessment;   // holds all metrics
  PredictionTable predictions;
  std::vector<std::string> sources;              // names, "" where the manifest has none
  std::vector<std::vector<std::int64_t>> films;  // [class][source]
};

/// The films of a run or of a card, and their split into parts.
struct RunData {
  Manifest manifest;
  Split split = {};
  std::vector<std::size_t> unseen = {};     // EvaluatedPart::all and external
  bool patients_known = true;               // of the films that trained the model
  bool seen_known = true;                   // whether it says which films it saw
  std::string films_name = {};              // of external films
  std::string left_out = {};                // films that are not scored, by the reason
  std::filesystem::path cache_folder = {};  // for prepared films; empty: none
};

/// The run's films as they are now, checked against its split; films that the manifest has beside
/// them are said and left out. `data_folder`, where it is not empty, replaces the folder that the
/// run remembers. Errors: those of load_manifest and load_split.
Result<RunData> load_run_data(const Run& run, const std::filesystem::path& data_folder = {},
                              const Reporter& reporter = {});

/// Scores predictions of the films manifest.films[films[i]]. Errors: those of score() and
/// assess().
Result<Evaluation> evaluate_predictions(EvaluatedPart part, const Manifest& manifest,
                                        std::span<const std::size_t> films,
                                        const Predictions& predictions,
                                        const Reporter& reporter = {});

/// Scores probabilities [N,C], row by row, which are kept bit by bit; the table's logits are
/// their logarithms. Errors: invalid_argument for no film or another number of probabilities, those
/// of assess().
Result<Evaluation> evaluate_probabilities(EvaluatedPart part, const Manifest& manifest,
                                          std::span<const std::size_t> films,
                                          std::vector<float> probabilities,
                                          const Reporter& reporter = {});

/// The films of one part. Errors: invalid_argument where there are none.
Result<std::span<const std::size_t>> films_of(const RunData& data, EvaluatedPart part);

/// The classifier, whose weights are a run's, on one part of the films in float32; under test-time
/// augmentation where `views` > 0. Errors: invalid_argument where the part has no films; those of
/// load_dataset and score().
Result<Evaluation> evaluate(const Run& run, const Classifier& classifier, const RunData& data,
                            EvaluatedPart part, c10::Device device, int threads, int views = 0,
                            const Reporter& reporter = {});

/// What the films' folder says of patients and of films that were seen, put into their evaluation.
void take_origin(const RunData& data, Evaluation& evaluation);

/// The films for people: "test", "other films (hospital_b)".
std::string part_title(const Evaluation& evaluation);

/// What its figures were measured on, without the number of films: "test, split by patient".
std::string measured_on(const Evaluation& evaluation);

/// The classes that no film is of, as a sentence; "" where every class has films.
std::string missing_classes(const Evaluation& evaluation);

/// All figures with their intervals, as a card lists them; those of a class of few films say so.
std::vector<MeasuredMetric> measured_metrics(const Evaluation& evaluation);

/// Tables for people: metrics with 95 % intervals by patient (intervals_note), the confusion
/// matrix, and what the score does not mean where films of several sources are mixed.
std::string to_markdown(const Evaluation& evaluation);

/// The same for programs, at full precision.
std::string to_json(const Evaluation& evaluation);

}  // namespace chestlens
