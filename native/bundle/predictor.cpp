#include "bundle/predictor.hpp"

#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "bundle/session.hpp"
#include "data/film.hpp"

#include <chestlens/catalog.hpp>
#include <chestlens/ensemble.hpp>
#include <chestlens/overlay.hpp>
#include <chestlens/preprocess.hpp>

#include <utility>

namespace chestlens {
namespace {

Result<PredictorMember> open_member(const std::filesystem::path& bundle, double weight,
                                    int threads) {
  CHESTLENS_TRY(auto files, read_bundle(bundle));
  CHESTLENS_TRY(auto session, open_session(files, bundle, threads));
  return PredictorMember{std::move(files.card), std::move(session), weight};
}

Result<Prediction> predict_member(const PredictorMember& member, const GreyImage& film) {
  CHESTLENS_TRY(const auto image, preprocess(film, member.card.input));
  CHESTLENS_TRY(const auto outputs, member.session.run(image.pixels, 1));
  return predict_from(
      {outputs.logits.values, outputs.activations.values, outputs.cam_weights.values}, member.card);
}

Result<FilmPrediction> predict_image(const Predictor& predictor, GreyImage film) {
  std::vector<WeightedPrediction> members;
  for (const PredictorMember& member : predictor.members) {
    CHESTLENS_TRY(auto prediction, predict_member(member, film));
    members.push_back({std::move(prediction), member.weight});
  }
  CHESTLENS_TRY(auto combined, combine(members, predictor.temperature));
  return FilmPrediction{std::move(film), std::move(combined), std::move(members)};
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
  CHESTLENS_TRY(const auto entry, find_entry(catalog, name));
  Predictor predictor{entry.name, {}, entry.temperature};
  for (const CatalogMember& listed : entry.members) {
    CHESTLENS_TRY(auto member, open_member(models / listed.model, listed.weight, threads));
    CHESTLENS_CHECK(
        with_context(check_is_of_model(listed, member.card), (models / entry.name).string()));
    predictor.members.push_back(std::move(member));
    CHESTLENS_CHECK(check_members(predictor.members.front().card, predictor.members.back().card));
  }
  return predictor;
}

Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path) {
  CHESTLENS_TRY(auto film, read_film(path));
  return with_context(predict_image(predictor, std::move(film)), path.string());
}

Result<RgbaImage> draw_overlay(const Predictor& predictor, const FilmPrediction& prediction,
                               int class_index, float opacity) {
  const InputSpec& input = predictor.members.front().card.input;
  const Window window = window_from_percentiles(prediction.film, input.window_low_percentile,
                                                input.window_high_percentile);
  const auto& heatmap = prediction.combined.heatmaps[static_cast<std::size_t>(class_index)];
  return render_overlay(prediction.film, window, heatmap, opacity, input.fit);
}

}  // namespace chestlens
