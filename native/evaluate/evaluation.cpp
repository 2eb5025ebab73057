#include "evaluate/evaluation.hpp"

#include "data/split_films.hpp"
#include "evaluate/figures.hpp"
#include "evaluate/scored_films.hpp"
#include "io/atomic_file.hpp"
#include "io/guarded.hpp"
#include "io/text.hpp"
#include "learn/out_of_memory.hpp"
#include "train/known_run.hpp"
#include "weights/memory_layout.hpp"

#include <chestlens/probability.hpp>

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace chestlens {
namespace {

constexpr int batch_size = 32;

/// Fills the counts of films by class and source.
void count_sources(const Manifest& manifest, std::span<const std::size_t> films,
                   Evaluation& evaluation) {
  std::map<std::string, std::size_t> column;
  for (const std::size_t film : films) column[manifest.films[film].source] = 0;
  for (auto& [name, position] : column) {
    position = evaluation.sources.size();
    evaluation.sources.push_back(name);
  }
  evaluation.films.assign(manifest.classes.size(),
                          std::vector<std::int64_t>(evaluation.sources.size(), 0));
  for (const std::size_t index : films) {
    const ManifestRow& film = manifest.films[index];
    ++evaluation.films[static_cast<std::size_t>(film.class_index)][column.at(film.source)];
  }
}

/// Mean over the films; a smaller probability counts as least_probability.
double cross_entropy(const ScoredFilms& scored) {
  double sum = 0.0;
  for (std::size_t i = 0; i < scored.truth.size(); ++i) {
    const double probability = row_of_film(scored, i)[static_cast<std::size_t>(scored.truth[i])];
    sum -= std::log(std::max(probability, least_probability));
  }
  return sum / static_cast<double>(scored.truth.size());
}

Result<Evaluation> evaluation_of(EvaluatedPart part, const Manifest& manifest,
                                 std::span<const std::size_t> films, double loss,
                                 PredictionTable table, ScoredFilms scored,
                                 const Reporter& reporter) {
  CHESTLENS_TRY(auto matrix, matrix_of(scored));
  CHESTLENS_TRY(auto assessment, assess_with_progress(scored, reporter));
  Evaluation evaluation{.part = part,
                        .views = 0,
                        .patients_known = patients_known(manifest, films),
                        .classes = manifest.classes,
                        .scored = std::move(scored),
                        .loss = loss,
                        .matrix = std::move(matrix),
                        .assessment = std::move(assessment),
                        .predictions = std::move(table),
                        .sources = {},
                        .films = {}};
  count_sources(manifest, films, evaluation);
  return evaluation;
}

}  // namespace

std::string to_string(EvaluatedPart part) {
  if (part == EvaluatedPart::external) return "external";
  if (part == EvaluatedPart::all) return "all";
  return part == EvaluatedPart::validation ? "validation" : "test";
}

Result<EvaluatedPart> parse_evaluated_part(std::string_view name) {
  if (name == "validation") return EvaluatedPart::validation;
  if (name == "test") return EvaluatedPart::test;
  if (name == "all") return EvaluatedPart::all;
  if (name == "external") return EvaluatedPart::external;
  return fail(ErrorCode::invalid_argument, "is neither validation, test, all nor external",
              std::string(name));
}

Result<RunData> load_run_data(const Run& run, const std::filesystem::path& data_folder,
                              const Reporter& reporter) {
  if (run.recipe.data.multi_label) {
    return fail(ErrorCode::unsupported,
                "is the pretraining of a run; its labels' ROC areas are in its log.jsonl",
                run.folder.string());
  }
  if (data_folder.empty()) CHESTLENS_CHECK(check_data_folder(run.folder, run.data_folder));
  CHESTLENS_TRY(auto manifest, load_manifest(data_folder.empty() ? run.data_folder : data_folder,
                                             {.classes = run.classes}));
  const std::filesystem::path split_file = RunFiles(run.folder).split;
  CHESTLENS_TRY(const auto split_text, read_text(split_file));
  CHESTLENS_TRY(auto films, films_of_split(split_text, split_file.string(), std::move(manifest)));
  CHESTLENS_TRY(auto split, parse_split(split_text, split_file.string(), films.manifest));
  if (!films.added.empty()) {
    reporter.note(fmt::format("{}: {} that the run did not begin with {} left out: {}",
                              films.manifest.folder.string(), counted(films.added.size(), "film"),
                              films.added.size() == 1 ? "is" : "are", some_of(films.added)));
  }
  RunData data{.manifest = std::move(films.manifest), .split = std::move(split)};
  data.unseen = data.split.test;
  data.patients_known = patients_known(data.manifest, data.split.train);
  return data;
}

Result<Evaluation> evaluate_predictions(EvaluatedPart part, const Manifest& manifest,
                                        std::span<const std::size_t> films,
                                        const Predictions& predictions, const Reporter& reporter) {
  CHESTLENS_TRY(const auto result, score(predictions));
  auto table = prediction_table(manifest, films, predictions);
  CHESTLENS_TRY(auto scored, scored_films(table));
  return evaluation_of(part, manifest, films, result.loss, std::move(table), std::move(scored),
                       reporter);
}

Result<Evaluation> evaluate_probabilities(EvaluatedPart part, const Manifest& manifest,
                                          std::span<const std::size_t> films,
                                          std::vector<float> probabilities,
                                          const Reporter& reporter) {
  const std::size_t classes = manifest.classes.size();
  if (films.empty() || probabilities.size() != films.size() * classes) {
    return fail(ErrorCode::invalid_argument, std::to_string(probabilities.size()) +
                                                 " probabilities for " +
                                                 std::to_string(films.size()) + " films of " +
                                                 std::to_string(classes) + " classes");
  }
  const auto logits = torch::tensor(logarithms(probabilities))
                          .reshape({std::ssize(films), static_cast<std::int64_t>(classes)});
  auto table = prediction_table(manifest, films, {logits, {}});
  ScoredFilms scored = scored_films(table, std::move(probabilities));
  const double loss = cross_entropy(scored);
  return evaluation_of(part, manifest, films, loss, std::move(table), std::move(scored), reporter);
}

Result<std::span<const std::size_t>> films_of(const RunData& data, EvaluatedPart part) {
  const auto failure = [&](const char* what) {
    return fail(ErrorCode::invalid_argument, what, data.manifest.folder.string());
  };
  switch (part) {
    case EvaluatedPart::validation:
      if (!data.split.validation.empty()) return data.split.validation;
      return failure(
          "has no film that is of the validation part; --split test or --split all "
          "scores other films");
    case EvaluatedPart::test:
      if (!data.split.test.empty()) return data.split.test;
      return failure("has no test films: no row's split column says \"test\", or they trained it");
    case EvaluatedPart::all:
    case EvaluatedPart::external:
      break;
  }
  if (!data.unseen.empty()) return data.unseen;
  return failure("has no film that the model never saw: all trained it, or chose its epoch");
}

Result<Evaluation> evaluate(const Run& run, const Classifier& classifier, const RunData& data,
                            EvaluatedPart part, c10::Device device, int threads, int views,
                            const Reporter& reporter) {
  CHESTLENS_TRY(const auto films, films_of(data, part));
  CHESTLENS_TRY(const auto dataset, load_dataset(data.manifest, films, run.recipe.input, threads,
                                                 data.cache_folder, reporter));
  const TestTimeAugmentation test_time{views, run.recipe.augment, run.recipe.train.seed};
  return guarded("evaluation", [&]() -> Result<Evaluation> {
    classifier.module->to(device);
    use_fastest_layout(*classifier.module, device);
    const Workload workload{run.recipe.network.name, batch_size, run.recipe.input.size_pixels,
                            device, /*trains=*/false};
    CHESTLENS_TRY(const auto predictions, within_memory(workload, [&]() -> Result<Predictions> {
                    return predict(classifier, dataset, device, torch::kFloat32, batch_size,
                                   test_time, reporter);
                  }));
    CHESTLENS_TRY(auto evaluation,
                  evaluate_predictions(part, data.manifest, films, predictions, reporter));
    evaluation.views = views;
    take_origin(data, evaluation);
    return evaluation;
  });
}

void take_origin(const RunData& data, Evaluation& evaluation) {
  evaluation.seen_known = data.seen_known;
  evaluation.films_name = data.films_name;
  evaluation.left_out = data.left_out;
  if (evaluation.part != EvaluatedPart::external) {
    evaluation.patients_known = evaluation.patients_known && data.patients_known;
  }
}

std::string part_title(const Evaluation& evaluation) {
  if (evaluation.part != EvaluatedPart::external) return to_string(evaluation.part);
  return "other films (" + evaluation.films_name + ")";
}

std::string measured_on(const Evaluation& evaluation) {
  if (evaluation.part == EvaluatedPart::external) {
    return part_title(evaluation) + (evaluation.patients_known ? "" : ", patients are not known") +
           (evaluation.seen_known ? "" : ", which may have trained it");
  }
  return to_string(evaluation.part) + (evaluation.patients_known
                                           ? ", split by patient"
                                           : ", split by film: patients are not known");
}

std::vector<MeasuredMetric> measured_metrics(const Evaluation& evaluation) {
  const std::string part = measured_on(evaluation) + ", ";
  std::vector<MeasuredMetric> list;
  for (const NamedFigure& figure : named_figures(evaluation.assessment, evaluation.classes)) {
    std::string films = part + std::to_string(figure.films) + " films";
    if (!figure.class_name.empty()) films += " of the class";
    if (figure.is_of_few()) films += ", too few: read the interval, not the figure";
    const auto& [value, interval] = figure.estimate;
    list.push_back({figure.title(), value, interval.low, interval.high, std::move(films)});
  }
  return list;
}

}  // namespace chestlens
