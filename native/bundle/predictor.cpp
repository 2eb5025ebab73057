#include "bundle/predictor.hpp"

#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "data/film.hpp"

#include <chestlens/ensemble.hpp>
#include <chestlens/grad_cam.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>

#include <algorithm>
#include <span>
#include <utility>

namespace chestlens {
namespace {

/// What one member says of a film.
struct Opinion {
  std::vector<float> probabilities;  // [C]
  std::vector<FloatImage> heatmaps;  // [C]
};

Result<PredictorMember> open_member(const std::filesystem::path& bundle, double weight,
                                    int threads) {
  auto files = read_bundle(bundle);
  if (!files) return tl::unexpected(files.error());
  auto session = OnnxSession::open(files->model, (bundle / "model.onnx").string(), threads);
  if (!session) return tl::unexpected(session.error());
  return PredictorMember{std::move(files->card), std::move(*session), weight};
}

/// Grad-CAM of every class, from a batch of one film.
Result<std::vector<FloatImage>> heatmaps_of(const OnnxOutputs& outputs, std::size_t classes) {
  const auto& shape = outputs.activations.shape;
  const ActivationShape activation{static_cast<int>(shape[1]), static_cast<int>(shape[2]),
                                   static_cast<int>(shape[3])};
  const auto features = static_cast<std::size_t>(activation.features);
  std::vector<FloatImage> heatmaps;
  for (std::size_t c = 0; c < classes; ++c) {
    const auto weights = std::span(outputs.cam_weights.values).subspan(c * features, features);
    auto heatmap = grad_cam(outputs.activations.values, activation, weights);
    if (!heatmap) return tl::unexpected(heatmap.error());
    heatmaps.push_back(normalize_heatmap(std::move(*heatmap)));
  }
  return heatmaps;
}

Result<Opinion> ask(const PredictorMember& member, const GreyImage& film) {
  const auto image = preprocess(film, member.card.input);
  if (!image) return tl::unexpected(image.error());
  const auto outputs = member.session.run(image->pixels, 1);
  if (!outputs) return tl::unexpected(outputs.error());
  auto probabilities = softmax(outputs->logits.values, member.card.temperature);
  if (!probabilities) return tl::unexpected(probabilities.error());
  auto heatmaps = heatmaps_of(*outputs, member.card.classes.size());
  if (!heatmaps) return tl::unexpected(heatmaps.error());
  return Opinion{std::move(*probabilities), std::move(*heatmaps)};
}

Result<std::vector<float>> mean_probabilities(const Predictor& predictor,
                                              const std::vector<Opinion>& opinions) {
  std::vector<EnsembleMember> members;
  for (std::size_t m = 0; m < opinions.size(); ++m) {
    members.push_back({opinions[m].probabilities, predictor.members[m].weight});
  }
  return ensemble_probabilities(members, predictor.temperature);
}

Result<std::vector<FloatImage>> mean_heatmaps(const Predictor& predictor,
                                              const std::vector<Opinion>& opinions) {
  std::vector<FloatImage> heatmaps;
  for (std::size_t c = 0; c < opinions.front().heatmaps.size(); ++c) {
    std::vector<WeightedHeatmap> members;
    for (std::size_t m = 0; m < opinions.size(); ++m) {
      members.push_back({opinions[m].heatmaps[c], predictor.members[m].weight});
    }
    auto heatmap = ensemble_heatmap(members);
    if (!heatmap) return tl::unexpected(heatmap.error());
    heatmaps.push_back(std::move(*heatmap));
  }
  return heatmaps;
}

Result<FilmPrediction> predict_image(const Predictor& predictor, GreyImage film) {
  std::vector<Opinion> opinions;
  for (const PredictorMember& member : predictor.members) {
    auto opinion = ask(member, film);
    if (!opinion) return tl::unexpected(opinion.error());
    opinions.push_back(std::move(*opinion));
  }
  auto probabilities = mean_probabilities(predictor, opinions);
  if (!probabilities) return tl::unexpected(probabilities.error());
  auto heatmaps = mean_heatmaps(predictor, opinions);
  if (!heatmaps) return tl::unexpected(heatmaps.error());
  const auto most_probable = std::ranges::max_element(*probabilities);
  const auto predicted = static_cast<int>(most_probable - probabilities->begin());
  FilmPrediction prediction{
      std::move(film), std::move(*probabilities), predicted, std::move(*heatmaps), {}};
  for (Opinion& opinion : opinions) {
    prediction.members.push_back(std::move(opinion.probabilities));
  }
  return prediction;
}

}  // namespace

Result<Predictor> open_bundle(const std::filesystem::path& bundle, int threads) {
  auto member = open_member(bundle, 1.0, threads);
  if (!member) return tl::unexpected(member.error());
  Predictor predictor{member->card.name, {}, 1.0};
  predictor.members.push_back(std::move(*member));
  return predictor;
}

Result<Predictor> open_catalog_entry(const std::filesystem::path& models, const std::string& name,
                                     int threads) {
  const auto catalog = read_catalog(models);
  if (!catalog) return tl::unexpected(catalog.error());
  const std::string& chosen = name.empty() ? catalog->default_name : name;
  const auto entry = find_entry(*catalog, chosen);
  if (!entry) return tl::unexpected(entry.error());
  Predictor predictor{chosen, {}, entry->temperature};
  for (const CatalogMember& listed : entry->members) {
    auto member = open_member(models / listed.model, listed.weight, threads);
    if (!member) return tl::unexpected(member.error());
    predictor.members.push_back(std::move(*member));
    const Status status =
        check_members(predictor.members.front().card, predictor.members.back().card);
    if (!status) return tl::unexpected(status.error());
  }
  return predictor;
}

Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path) {
  auto film = read_film(path);
  if (!film) return tl::unexpected(film.error());
  auto prediction = predict_image(predictor, std::move(*film));
  if (!prediction) {
    return fail(prediction.error().code, to_string(prediction.error()), path.string());
  }
  return prediction;
}

}  // namespace chestlens
