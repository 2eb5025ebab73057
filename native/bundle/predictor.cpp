#include "bundle/predictor.hpp"

#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "bundle/session.hpp"
#include "data/film.hpp"

#include <chestlens/catalog.hpp>
#include <chestlens/ensemble.hpp>
#include <chestlens/overlay.hpp>
#include <chestlens/preprocess.hpp>

#include <string>
#include <utility>

namespace chestlens {
namespace {

Result<PredictorMember> open_member(const std::filesystem::path& bundle, double weight,
                                    const SessionOptions& options) {
  CHESTLENS_TRY(auto files, read_bundle(bundle));
  CHESTLENS_TRY(auto session, open_session(files, bundle, options));
  return PredictorMember{std::move(files.card), std::move(session), weight, std::move(files.trust)};
}

}  // namespace

Result<Predictor> open_bundle(const std::filesystem::path& bundle, const SessionOptions& options) {
  CHESTLENS_TRY(auto member, open_member(bundle, 1.0, options));
  Predictor predictor{member.card.name, {}, 1.0};
  predictor.members.push_back(std::move(member));
  return predictor;
}

Result<Predictor> open_catalog_entry(const std::filesystem::path& models, const std::string& name,
                                     const SessionOptions& options) {
  CHESTLENS_TRY(const auto catalog, read_catalog(models));
  CHESTLENS_TRY(const auto entry, find_entry(catalog, name));
  Predictor predictor{entry.name, {}, entry.temperature};
  for (const CatalogMember& listed : entry.members) {
    CHESTLENS_TRY(auto member, open_member(models / listed.model, listed.weight, options));
    CHESTLENS_CHECK(
        with_context(check_is_of_model(listed, member.card), (models / entry.name).string()));
    predictor.members.push_back(std::move(member));
    CHESTLENS_CHECK(check_members(predictor.members.front().card, predictor.members.back().card));
  }
  return predictor;
}

Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path) {
  CHESTLENS_TRY(auto film, read_decoded_film(path));
  const std::string name = path.string();
  CHESTLENS_TRY(const auto prepared,
                with_context(prepare_film(predictor, film.image, film.subject), name));
  CHESTLENS_TRY(auto predictions,
                with_context(predict_batch(predictor, std::span(&prepared, 1), true), name));
  CHESTLENS_TRY(auto prediction, with_context(std::move(predictions.front()), name));
  prediction.film = std::move(film);
  return prediction;
}

Result<RgbaImage> draw_overlay(const Predictor& predictor, const FilmPrediction& prediction,
                               int class_index, float opacity, ColorMap colors) {
  const InputSpec& input = predictor.members.front().card.input;
  const Window window = window_from_percentiles(prediction.film.image, input.window_low_percentile,
                                                input.window_high_percentile);
  const auto& heatmap = prediction.combined.heatmaps[static_cast<std::size_t>(class_index)];
  return render_overlay(prediction.film.image, window, heatmap, opacity, input.fit, colors);
}

}  // namespace chestlens
