#include "explain/contestant.hpp"

#include "bundle/bundle.hpp"
#include "bundle/session.hpp"
#include "data/film.hpp"
#include "explain/map_metrics.hpp"

#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>
#include <chestlens/shuffled_model.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace chestlens {
namespace {

Result<Explainer> explainer_of(const Bundle& bundle, OnnxSession session, const std::string& name) {
  CHESTLENS_TRY(auto head, HeadSession::open(bundle.model, name, 1));
  Explainer explainer;
  explainer.predictor.name = bundle.card.name;
  explainer.predictor.members.push_back({bundle.card, std::move(session), 1.0});
  explainer.heads.push_back(std::move(head));
  return explainer;
}

FloatImage centre_map(int size) {
  FloatImage map{size, size, {}};
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const double dx = (x + 0.5) / size - 0.5, dy = (y + 0.5) / size - 0.5;
      map.pixels.push_back(static_cast<float>(std::exp(-(dx * dx + dy * dy) / (2 * 0.2 * 0.2))));
    }
  }
  return map;
}

Result<FilmScore> score_map(const FloatImage& drawn, const PosedFilm& posed,
                            const RunModel& network) {
  FilmScore score{{}, {}, drawn};
  const auto figure = [&](MapFigure which) -> double& {
    return score.figures[static_cast<std::size_t>(which)];
  };
  figure(MapFigure::pointing) = pointing_game(drawn, posed.mask);
  figure(MapFigure::energy) = energy_inside(drawn, posed.mask);
  for (const double threshold : overlap_thresholds()) {
    score.overlaps.push_back(overlap(drawn, posed.mask, threshold));
  }
  CHESTLENS_TRY(figure(MapFigure::deletion), perturbation_area(Perturbation::deletion, posed.film,
                                                               drawn, posed.class_index, network));
  CHESTLENS_TRY(figure(MapFigure::insertion), perturbation_area(Perturbation::insertion, posed.film,
                                                                drawn, posed.class_index, network));
  CHESTLENS_TRY(figure(MapFigure::road), road(posed.film, drawn, posed.class_index, network));
  figure(MapFigure::sanity) = std::numeric_limits<double>::quiet_NaN();
  return score;
}

}  // namespace

Result<Contestant> open_contestant(const std::filesystem::path& folder,
                                   const BenchmarkOptions& options) {
  CHESTLENS_TRY(const auto bundle, read_bundle(folder));
  const std::string name = (folder / model_file).string();
  const SessionOptions session_options{.threads = 1};
  CHESTLENS_TRY(auto session, open_session(bundle, folder, session_options));
  CHESTLENS_TRY(auto explainer, explainer_of(bundle, std::move(session), name));
  CHESTLENS_TRY(const auto weights,
                shuffle_last_weights(bundle.model, options.shuffled_share, options.seed));
  CHESTLENS_TRY(auto unlearned, OnnxSession::open(weights, name, session_options, &bundle.card));
  CHESTLENS_TRY(auto shuffled, explainer_of(bundle, std::move(unlearned), name));
  return Contestant{std::move(explainer), std::move(shuffled)};
}

std::vector<BenchmarkRow> reference_rows() {
  return {{"everywhere", "(the same everywhere)", true, 0.0, {}},
          {"centre", "(the film's middle)", true, 0.0, {}},
          {"finding", "(the finding itself)", true, 0.0, {}}};
}

Result<std::vector<FilmScore>> score_film(const Contestant& contestant, const PosedFilm& posed,
                                          const std::vector<MapMethod>& methods,
                                          const OcclusionOptions& occlusion) {
  const int size = posed.film.width_pixels;
  const auto c = static_cast<std::size_t>(posed.class_index);
  const RunModel network = network_of(contestant.explainer.predictor.members.front().session);
  CHESTLENS_TRY(const auto maps,
                explain_member(contestant.explainer, 0, posed.film, methods, occlusion));
  CHESTLENS_TRY(const auto unlearned,
                explain_member(contestant.shuffled, 0, posed.film, methods, occlusion));
  std::vector<FilmScore> scores;
  for (std::size_t m = 0; m < methods.size(); ++m) {
    const FloatImage drawn = as_drawn(maps.methods[m].maps[c], size, size);
    CHESTLENS_TRY(auto score, score_map(drawn, posed, network));
    score.figures[static_cast<std::size_t>(MapFigure::sanity)] =
        std::abs(rank_correlation(drawn, as_drawn(unlearned.methods[m].maps[c], size, size)));
    scores.push_back(std::move(score));
  }
  const FloatImage everywhere{size, size, std::vector<float>(area_pixels(size, size), 1.0F)};
  for (const FloatImage& reference : {everywhere, centre_map(size), posed.mask}) {
    CHESTLENS_TRY(auto score, score_map(reference, posed, network));
    scores.push_back(std::move(score));
  }
  return scores;
}

Result<std::optional<PosedFilm>> pose(const Explainer& explainer, const BenchmarkFilm& film,
                                      bool wrong_too) {
  const PredictorMember& member = explainer.predictor.members.front();
  const auto found = std::ranges::find(member.card.classes, film.class_name);
  if (found == member.card.classes.end()) return std::nullopt;
  const auto class_index = static_cast<int>(found - member.card.classes.begin());
  CHESTLENS_TRY(const auto image, read_film(film.file));
  CHESTLENS_TRY(auto prepared,
                with_context(preprocess(image, member.card.input), film.file.string()));
  CHESTLENS_TRY(const auto logits, network_of(member.session)(prepared.pixels, 1));
  if (!wrong_too && most_probable(logits) != class_index) return std::nullopt;
  CHESTLENS_TRY(auto mask, read_mask(film.mask, member.card.input.size_pixels));
  return PosedFilm{std::move(prepared), std::move(mask), class_index};
}

}  // namespace chestlens
