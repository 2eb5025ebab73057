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
  CHESTLENS_TRY(auto files, read_bundle(bundle));
  CHESTLENS_TRY(auto session,
                OnnxSession::open(files.model, (bundle / "model.onnx").string(), threads));
  return PredictorMember{std::move(files.card), std::move(session), weight};
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
    CHESTLENS_TRY(auto heatmap, grad_cam(outputs.activations.values, activation, weights));
    heatmaps.push_back(normalize_heatmap(std::move(heatmap)));
  }
  return heatmaps;
}

Result<Opinion> ask(const PredictorMember& member, const GreyImage& film) {
  CHESTLENS_TRY(const auto image, preprocess(film, member.card.input));
  CHESTLENS_TRY(const auto outputs, member.session.run(image.pixels, 1));
  CHESTLENS_TRY(auto probabilities, softmax(outputs.logits.values, member.card.temperature));
  CHESTLENS_TRY(auto heatmaps, heatmaps_of(outputs, member.card.classes.size()));
  return Opinion{std::move(probabilities), std::move(heatmaps)};
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
    CHESTLENS_TRY(auto heatmap, ensemble_heatmap(members));
    heatmaps.push_back(std::move(heatmap));
  }
  return heatmaps;
}

Result<FilmPrediction> predict_image(const Predictor& predictor, GreyImage film) {
  std::vector<Opinion> opinions;
  for (const PredictorMember& member : predictor.members) {
    CHESTLENS_TRY(auto opinion, ask(member, film));
    opinions.push_back(std::move(opinion));
  }
  CHESTLENS_TRY(auto probabilities, mean_probabilities(predictor, opinions));
  CHESTLENS_TRY(auto heatmaps, mean_heatmaps(predictor, opinions));
  const auto most_probable = std::ranges::max_element(probabilities);
  const auto predicted = static_cast<int>(most_probable - probabilities.begin());
  FilmPrediction prediction{
      std::move(film), std::move(probabilities), predicted, std::move(heatmaps), {}};
  for (Opinion& opinion : opinions) {
    prediction.members.push_back(std::move(opinion.probabilities));
  }
  return prediction;
}

}  // namespace

Result<Predictor> open_bundle(const std::filesystem::path& bundle, int threads) {
  CHESTLENS_TRY(auto member, open_member(bundle, 1.0, threads));
  Predictor predictor{member.card.name, {}, 1.0};
  predictor.members.push_back(std::move(member));
  return predictor;
}

Result<Predictor> open_catalog_entry(const std::filesystem::path& models, const std::string& name,
                                     int threads) {
  CHESTLENS_TRY(const auto catalog, read_catalog(models));
  const std::string& chosen = name.empty() ? catalog.default_name : name;
  CHESTLENS_TRY(const auto entry, find_entry(catalog, chosen));
  Predictor predictor{chosen, {}, entry.temperature};
  for (const CatalogMember& listed : entry.members) {
    CHESTLENS_TRY(auto member, open_member(models / listed.model, listed.weight, threads));
    predictor.members.push_back(std::move(member));
    CHESTLENS_CHECK(check_members(predictor.members.front().card, predictor.members.back().card));
  }
  return predictor;
}

Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path) {
  CHESTLENS_TRY(auto film, read_film(path));
  return with_context(predict_image(predictor, std::move(film)), path.string());
}

}  // namespace chestlens
