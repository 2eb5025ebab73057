#include "evaluate/run_evaluation.hpp"

#include "data/film_cache.hpp"
#include "data/film_digests.hpp"
#include "evaluate/bundle_films.hpp"
#include "evaluate/run_progress.hpp"
#include "io/atomic_file.hpp"
#include "io/json.hpp"
#include "io/output.hpp"

#include <fmt/format.h>

#include <string>
#include <system_error>
#include <utility>

namespace chestlens {

namespace {

/// The files of an evaluation.
struct EvaluationFiles {
  std::filesystem::path figures;
  std::filesystem::path predictions;
};

EvaluationFiles files_of(const Run& run, EvaluatedPart part, int views) {
  const std::string name =
      to_string(part) + (views > 0 ? "-tta" + std::to_string(views) : std::string());
  const RunFiles files(run.folder);
  return {files.evaluation(name), files.predictions(name)};
}

Status check_figures_file(const std::filesystem::path& file) {
  const auto text = read_text(file);
  if (!text && text.error().code == ErrorCode::not_found) return {};
  CHESTLENS_CHECK(text);
  const auto json = parse_json(*text);
  if (json && json->is_object() && json->contains("part") && json->contains("films")) return {};
  return fail(ErrorCode::invalid_argument,
              "is not what chestlens evaluate wrote and would be written over: move it away",
              file.string());
}

Status check_predictions_file(const std::filesystem::path& file) {
  const auto table = load_predictions(file);
  if (table || table.error().code == ErrorCode::not_found) return {};
  return fail(table.error().code,
              table.error().message +
                  ": it is not what chestlens evaluate wrote and would be written over; move it "
                  "away",
              file.string());
}

/// The run's own films, or those of another folder by what the run saw of them.
Result<RunData> films_for(const Run& run, const RunEvaluationOptions& options,
                          const Reporter& reporter) {
  const FilmsAtHand films{.folder = options.data_folder,
                          .part = options.part,
                          .threads = options.threads,
                          .cache_folder = options.cache_folder,
                          .name = options.films_name};
  if (options.part == EvaluatedPart::external) return part_films(run, films, reporter);
  auto own = load_run_data(run, options.data_folder, reporter);
  if (own || options.data_folder.empty()) return own;
  if (options.part == EvaluatedPart::validation) {
    own.error().message +=
        "; --split test, --split all and --external score other films than the run's own";
    return own;
  }
  return part_films(run, films, reporter);
}

/// Errors: mismatch where the predictions are not of the run's best weights.
Status check_weights(const std::filesystem::path& run, const PredictionTable& table,
                     EvaluatedPart part, const Reporter& reporter) {
  if (table.weights_sha256.empty()) {
    reporter.note(run.string() +
                  ": its predictions, of an earlier version, do not say which weights made them; "
                  "chestlens evaluate writes them again");
    return {};
  }
  const auto weights = run_weights(run);
  if (!weights && weights.error().code == ErrorCode::not_found) return {};
  CHESTLENS_CHECK(weights);
  if (weights->sha256 == table.weights_sha256) return {};
  const std::string epochs =
      weights->epoch == table.epoch
          ? fmt::format("are of other weights of epoch {} than the run's best", table.epoch)
          : fmt::format("are of epoch {}; the run's best is of epoch {}", table.epoch,
                        weights->epoch);
  return fail(ErrorCode::mismatch,
              fmt::format("its {} predictions {}: run chestlens evaluate --split {} on it again",
                          to_string(part), epochs, to_string(part)),
              run.string());
}

}  // namespace

Result<Evaluation> evaluate_run(const Run& run, const RunEvaluationOptions& options,
                                const Reporter& reporter) {
  report_notices(run.recipe, reporter);
  CHESTLENS_TRY(auto data, films_for(run, options, reporter));
  data.cache_folder = options.cache_folder;
  CHESTLENS_TRY(const auto films, films_of(data, options.part));
  CHESTLENS_CHECK(check_films(data, films, options.threads));
  CHESTLENS_TRY(const auto best, load_best_weights(run, options.make_network));
  CHESTLENS_TRY(const auto progress, run_progress(run));
  if (!progress.is_finished) reporter.note(run.folder.string() + ": " + progress.unfinished());
  CHESTLENS_TRY(auto evaluation, evaluate(run, best.classifier, data, options.part, options.device,
                                          options.threads, options.views, reporter));
  evaluation.predictions.weights_sha256 = best.sha256;
  evaluation.predictions.epoch = best.epoch;
  return evaluation;
}

Status check_films(const RunData& data, std::span<const std::size_t> films, int threads) {
  if (data.split.sha256.empty()) return {};
  const auto memo = memo_path(data.cache_folder, data.manifest.folder);
  CHESTLENS_TRY(const auto now, film_digests(data.manifest, films, memo, threads));
  std::size_t changed = 0;
  std::string first;
  for (std::size_t i = 0; i < films.size(); ++i) {
    const std::string& then = data.split.sha256[films[i]];
    if (then.empty() || now[i] == then) continue;
    if (changed++ == 0) first = data.manifest.films[films[i]].file;
  }
  if (changed == 0) return {};
  return fail(ErrorCode::mismatch,
              fmt::format("{} of {} films are not the files that the run began with, {} first: "
                          "restore them, or score them as another folder's with --split all",
                          changed, films.size(), first),
              data.manifest.folder.string());
}

Status check_evaluation_files(const Run& run, EvaluatedPart part, int views) {
  const auto [figures, predictions] = files_of(run, part, views);
  for (const auto& file : {figures, predictions}) {
    CHESTLENS_CHECK(check_output_file(file, {.replace = true}));
  }
  CHESTLENS_CHECK(check_figures_file(figures));
  return check_predictions_file(predictions);
}

Status save_evaluation(const Run& run, const Evaluation& evaluation) {
  CHESTLENS_CHECK(check_evaluation_files(run, evaluation.part, evaluation.views));
  const auto [figures, predictions] = files_of(run, evaluation.part, evaluation.views);
  CHESTLENS_CHECK(save_predictions(predictions, evaluation.predictions));
  return write_file_atomic(figures, to_json(evaluation));
}

Result<std::vector<PredictionTable>> load_run_predictions(
    std::span<const std::filesystem::path> run_folders, EvaluatedPart part,
    const Reporter& reporter) {
  const std::string name = to_string(part);
  std::vector<PredictionTable> tables;
  for (const auto& folder : run_folders) {
    auto table = load_predictions(RunFiles(folder).predictions(name));
    if (!table && table.error().code == ErrorCode::not_found) {
      return fail(ErrorCode::not_found,
                  "has no predictions; chestlens evaluate --run " + folder.string() + " --split " +
                      name + " makes them",
                  folder.string());
    }
    CHESTLENS_CHECK(table);
    CHESTLENS_CHECK(check_weights(folder, *table, part, reporter));
    tables.push_back(*std::move(table));
  }
  return tables;
}

Status check_distinct_runs(std::span<const std::filesystem::path> run_folders,
                           std::span<const PredictionTable> tables) {
  for (std::size_t i = 0; i < run_folders.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      std::error_code ignored;
      const char* what = nullptr;
      if (std::filesystem::equivalent(run_folders[i], run_folders[j], ignored)) {
        what = "is the folder of ";
      } else if (!tables[i].weights_sha256.empty() &&
                 tables[i].weights_sha256 == tables[j].weights_sha256) {
        what = "has the same weights as ";
      }
      if (what == nullptr) continue;
      return fail(ErrorCode::invalid_argument,
                  what + run_folders[j].string() + ": one run does not count twice",
                  run_folders[i].string());
    }
  }
  return {};
}

}  // namespace chestlens
