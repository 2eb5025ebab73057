#include "evaluate/bundle_evaluation.hpp"

#include "bundle/bundle.hpp"
#include "bundle/runtime.hpp"
#include "data/dataset.hpp"
#include "io/guarded.hpp"
#include "io/progress.hpp"
#include "recipe/recipe.hpp"

#include <chestlens/ensemble.hpp>
#include <chestlens/prediction.hpp>
#include <chestlens/probability.hpp>

#include <torch/torch.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

constexpr std::int64_t onnx_batch_films = 32;

torch::Tensor matrix_of(const FloatTensor& tensor) {
  return torch::tensor(tensor.values).reshape(tensor.shape);
}

struct BundleOutputs {
  std::vector<float> logits;  // [N,C]
  torch::Tensor features;     // [N,K]
};

Result<BundleOutputs> run_bundle(const OnnxSession& session, const torch::Tensor& images,
                                 const std::string& name, const Reporter& reporter) {
  Progress progress(reporter, name, images.size(0), "films");
  std::vector<float> logits;
  std::vector<torch::Tensor> features;
  for (const auto& batch : images.split(onnx_batch_films)) {
    const auto pixels = batch.contiguous();
    CHESTLENS_TRY(const auto outputs,
                  session.run({pixels.data_ptr<float>(), static_cast<std::size_t>(pixels.numel())},
                              pixels.size(0)));
    logits.insert(logits.end(), outputs.logits.values.begin(), outputs.logits.values.end());
    features.push_back(matrix_of(outputs.features));
    progress.advance(pixels.size(0));
  }
  progress.finish();
  return BundleOutputs{std::move(logits), torch::cat(features)};
}

/// Files of the films, in order: what two evaluations must share.
bool same_films(const Evaluation& a, const Evaluation& b) {
  return std::ranges::equal(a.predictions.films, b.predictions.films, {}, &PredictedFilm::file,
                            &PredictedFilm::file);
}

}  // namespace

Result<RunData> load_card_data(const Card& card, const std::filesystem::path& data_folder,
                               const Reporter& reporter) {
  CHESTLENS_TRY(const auto recipe,
                with_context(parse_recipe(card.recipe, "the recipe in its card"), card.name));
  report_notices(recipe, reporter);
  CHESTLENS_TRY(auto manifest,
                with_context(load_manifest(data_folder, {.classes = card.classes}), card.name));
  CHESTLENS_TRY(auto split, with_context(make_split(manifest, recipe.data.validation_fraction,
                                                    recipe.data.seed),
                                         card.name));
  return RunData{.manifest = std::move(manifest), .split = std::move(split)};
}

Result<EvaluatedBundle> evaluate_bundle(const std::filesystem::path& folder,
                                        const std::filesystem::path& data_folder,
                                        EvaluatedPart part, int threads,
                                        const std::filesystem::path& cache_folder,
                                        const Reporter& reporter) {
  return guarded(folder.string(), [&]() -> Result<EvaluatedBundle> {
    CHESTLENS_TRY(auto bundle, read_bundle(folder));
    bundle.card.name = folder.filename().string();
    CHESTLENS_TRY(const auto data, load_card_data(bundle.card, data_folder, reporter));
    CHESTLENS_TRY(const auto films, films_of(data, part));
    CHESTLENS_TRY(const auto session,
                  OnnxSession::open(bundle.model, (folder / model_file).string(), threads));
    CHESTLENS_TRY(const auto dataset, load_dataset(data.manifest, films, bundle.card.input, threads,
                                                   cache_folder, reporter));
    CHESTLENS_TRY(auto outputs, run_bundle(session, dataset.images, bundle.card.name, reporter));
    CHESTLENS_TRY(auto probabilities, probabilities_of_films(outputs.logits, bundle.card));
    CHESTLENS_TRY(auto evaluation,
                  with_context(evaluate_probabilities(part, data.manifest, films,
                                                      std::move(probabilities), reporter),
                               bundle.card.name));
    return EvaluatedBundle{std::move(bundle.card), std::move(outputs.features),
                           std::move(evaluation)};
  });
}

Status check_same_films(const EvaluatedBundle& first, const EvaluatedBundle& other) {
  const char* differs = nullptr;
  if (other.evaluation.classes != first.evaluation.classes) {
    differs = "has other classes, or has them in another order, than ";
  } else if (!same_films(other.evaluation, first.evaluation)) {
    differs = "keeps other films for validation, by its recipe's data.seed and fraction, than ";
  }
  if (differs == nullptr) return {};
  return fail(ErrorCode::mismatch,
              differs + first.card.name + ": neither a table nor an ensemble holds both",
              other.card.name);
}

Status check_ensemble(const EvaluatedBundle& first, const EvaluatedBundle& member) {
  const Status same = check_same_films(first, member);
  return same ? check_members(first.card, member.card) : same;
}

Result<std::vector<float>> probabilities_of_films(std::span<const float> logits, const Card& card) {
  std::vector<float> all;
  const std::size_t classes = card.classes.size();
  for (std::size_t begin = 0; begin < logits.size(); begin += classes) {
    const auto row = logits.subspan(begin, std::min(classes, logits.size() - begin));
    CHESTLENS_TRY(const auto probabilities, probabilities_from(row, card));
    all.insert(all.end(), probabilities.begin(), probabilities.end());
  }
  return all;
}

Result<Evaluation> evaluate_ensemble(std::span<const WeightedBundle> members, double temperature,
                                     const RunData& data, const Reporter& reporter) {
  for (const WeightedBundle& member : members) {
    CHESTLENS_CHECK(check_ensemble(members.front().bundle, member.bundle));
  }
  const Evaluation& first = members.front().bundle.evaluation;
  const std::size_t classes = first.classes.size();
  std::vector<float> all;
  for (std::size_t film = 0; film < first.scored.truth.size(); ++film) {
    std::vector<EnsembleMember> rows;
    for (const auto& [bundle, weight] : members) {
      const std::span probabilities = bundle.evaluation.scored.probabilities;
      const auto row = probabilities.subspan(film * classes, classes);
      rows.push_back({{row.begin(), row.end()}, weight});
    }
    CHESTLENS_TRY(const auto probabilities, ensemble_probabilities(rows, temperature));
    all.insert(all.end(), probabilities.begin(), probabilities.end());
  }
  CHESTLENS_TRY(const auto films, films_of(data, first.part));
  return with_context(
      evaluate_probabilities(first.part, data.manifest, films, std::move(all), reporter),
      "ensemble");
}

}  // namespace chestlens
