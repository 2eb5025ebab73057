#include "report/export_run.hpp"

#include "data/film.hpp"
#include "data/film_digests.hpp"
#include "evaluate/evaluation.hpp"
#include "evaluate/run_card.hpp"
#include "evaluate/run_evaluation.hpp"
#include "evaluate/run_progress.hpp"
#include "io/atomic_file.hpp"
#include "networks/torchscript.hpp"
#include "onnx/round_to_float16.hpp"
#include "onnx/write_bundle.hpp"

#include <chestlens/preprocess.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

/// Films that LibTorch and ONNX Runtime are compared on, beside generated ones: one by itself and a
/// batch of eight.
constexpr std::size_t films_to_compare = 9;

/// Validation films, spread over the part.
Result<std::vector<FloatImage>> compared_films(const RunData& data, const InputSpec& input) {
  const auto& validation = data.split.validation;
  const std::size_t step = std::max<std::size_t>(1, validation.size() / films_to_compare);
  std::vector<FloatImage> images;
  for (std::size_t i = 0; i < validation.size() && images.size() < films_to_compare; i += step) {
    CHESTLENS_TRY(const auto film,
                  read_film(data.manifest.folder / data.manifest.films[validation[i]].file));
    CHESTLENS_TRY(auto image, preprocess(film, input));
    images.push_back(std::move(image));
  }
  return images;
}

/// The weights as they are stored, and what storing them changed.
struct StoredWeights {
  Evaluation evaluation;
  StorageReport report;
};

/// Rounds the classifier's weights to what `storage` holds.
Result<StoredWeights> store_weights(const Run& run, const Classifier& classifier,
                                    const RunData& data, const ExportOptions& options,
                                    const Reporter& reporter) {
  const auto evaluate_now = [&] {
    return evaluate(run, classifier, data, EvaluatedPart::validation, c10::Device(c10::kCPU),
                    options.threads, 0, reporter);
  };
  CHESTLENS_TRY(auto trained, evaluate_now());
  if (options.storage == WeightStorage::float32) {
    return StoredWeights{std::move(trained), {options.storage, {}}};
  }
  CHESTLENS_CHECK(round_to_float16(classifier, run.recipe.input.size_pixels));
  CHESTLENS_TRY(auto stored, evaluate_now());
  CHESTLENS_CHECK(check_storage(trained, stored));
  auto changes = storage_changes(trained, stored);
  return StoredWeights{std::move(stored), {options.storage, std::move(changes)}};
}

/// The films that made the run's weights. Errors: those of film_digests and check_films.
Result<SeenFilms> films_seen(const Run& run, const RunData& data, int threads) {
  CHESTLENS_CHECK(check_films(data, data.split.validation, threads));
  if (!data.split.sha256.empty()) return seen_films(data.manifest, data.split, data.split.sha256);
  CHESTLENS_TRY(
      const auto sha256,
      with_context(film_digests(data.manifest, data.cache_folder, threads), run.folder.string()));
  return seen_films(data.manifest, data.split, sha256);
}

}  // namespace

Result<ExportedRun> export_run(const Run& run, const ExportOptions& options,
                               const Reporter& reporter) {
  const RunFiles files(run.folder);
  const OutputRule rule{
      .replace = options.replace,
      .inputs = files_at({run.folder, run.data_folder, files.description, files.recipe, files.split,
                          files.checkpoint, files.best, files.log})};
  CHESTLENS_CHECK(check_bundle_place(options.bundle_folder, rule));
  if (!options.torchscript.empty()) {
    CHESTLENS_CHECK(check_output_file(options.torchscript, rule));
  }
  report_notices(run.recipe, reporter);
  CHESTLENS_TRY(const auto data, load_run_data(run, options.data_folder, reporter));
  CHESTLENS_TRY(const auto seen, films_seen(run, data, options.threads));
  CHESTLENS_TRY(const auto progress, run_progress(run));
  if (!progress.is_finished) reporter.note(run.folder.string() + ": " + progress.unfinished());
  CHESTLENS_TRY(const auto best, load_best_weights(run, options.make_network));
  const Classifier& classifier = best.classifier;
  CHESTLENS_TRY(auto stored, store_weights(run, classifier, data, options, reporter));
  stored.evaluation.predictions.weights_sha256 = best.sha256;
  stored.evaluation.predictions.epoch = best.epoch;
  CHESTLENS_TRY(const auto calibration, calibrate(stored.evaluation.predictions, reporter));

  CHESTLENS_TRY(auto draft, card_of_run(run, data, stored.evaluation, calibration, progress));
  draft.storage = std::move(stored.report);
  CHESTLENS_TRY(const auto films, compared_films(data, run.recipe.input));
  std::string torchscript;
  if (!options.torchscript.empty()) {
    CHESTLENS_TRY(torchscript, to_torchscript(classifier, run.recipe.input.size_pixels));
  }
  CHESTLENS_TRY(auto card, write_bundle(options.bundle_folder, classifier, std::move(draft), films,
                                        reporter, seen, rule));
  if (!torchscript.empty()) {
    CHESTLENS_CHECK(write_file_atomic(options.torchscript, torchscript));
  }
  return ExportedRun{.card = std::move(card),
                     .uncalibrated_error = stored.evaluation.assessment.calibration_error,
                     .calibration = calibration};
}

}  // namespace chestlens
