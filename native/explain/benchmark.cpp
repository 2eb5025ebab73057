#include "explain/benchmark.hpp"

#include "bundle/bundle.hpp"
#include "bundle/session.hpp"
#include "data/film.hpp"
#include "explain/film_maps.hpp"
#include "explain/film_scores.hpp"
#include "explain/map_metrics.hpp"
#include "io/progress.hpp"

#include <chestlens/preprocess.hpp>
#include <chestlens/probability.hpp>
#include <chestlens/shuffled_model.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

constexpr int fewest_films = 5;

/// A bundle as it is, and with a part of its weights shuffled.
struct Contestant {
  Explainer explainer;
  Explainer shuffled;
};

Result<Explainer> explainer_of(const Bundle& bundle, OnnxSession session, const std::string& name,
                               int threads) {
  CHESTLENS_TRY(auto head, HeadSession::open(bundle.model, name, threads));
  Explainer explainer;
  explainer.predictor.name = bundle.card.name;
  explainer.predictor.members.push_back({bundle.card, std::move(session), 1.0});
  explainer.heads.push_back(std::move(head));
  return explainer;
}

Result<Contestant> open_contestant(const std::filesystem::path& folder,
                                   const BenchmarkOptions& options) {
  CHESTLENS_TRY(const auto bundle, read_bundle(folder));
  const std::string name = (folder / model_file).string();
  const SessionOptions session_options{.threads = options.threads};
  CHESTLENS_TRY(auto session, open_session(bundle, folder, session_options));
  CHESTLENS_TRY(auto explainer, explainer_of(bundle, std::move(session), name, options.threads));
  CHESTLENS_TRY(const auto weights,
                shuffle_last_weights(bundle.model, options.shuffled_share, options.seed));
  CHESTLENS_TRY(auto unlearned, OnnxSession::open(weights, name, session_options, &bundle.card));
  CHESTLENS_TRY(auto shuffled, explainer_of(bundle, std::move(unlearned), name, options.threads));
  return Contestant{std::move(explainer), std::move(shuffled)};
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

/// Maps that no network made: chance, a film's middle, and the finding itself.
std::vector<BenchmarkRow> reference_rows() {
  return {{"everywhere", "(the same everywhere)", true, {}},
          {"centre", "(the film's middle)", true, {}},
          {"finding", "(the finding itself)", true, {}}};
}

/// A film as the network takes it, and where its finding is.
struct PosedFilm {
  FloatImage film, mask;
  int class_index = 0;
};

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

Result<std::vector<FilmScore>> score_film(const Contestant& contestant, const PosedFilm& posed,
                                          const std::vector<MapMethod>& methods) {
  const int size = posed.film.width_pixels;
  const auto c = static_cast<std::size_t>(posed.class_index);
  const RunModel network = network_of(contestant.explainer.predictor.members.front().session);
  CHESTLENS_TRY(const auto maps, explain_member(contestant.explainer, 0, posed.film, methods));
  CHESTLENS_TRY(const auto unlearned, explain_member(contestant.shuffled, 0, posed.film, methods));
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

/// The film where its answer is right or need not be, nothing otherwise.
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

/// Leaves out the methods that the model has no map by.
Status take_out_refused(const Contestant& contestant, const PosedFilm& posed,
                        std::vector<MapMethod>& methods, std::vector<std::string>& refusals) {
  CHESTLENS_TRY(const auto maps, explain_member(contestant.explainer, 0, posed.film, methods));
  methods.clear();
  for (const MethodMaps& method : maps.methods) {
    if (method.maps.empty()) {
      refusals.push_back(method.refused);
    } else {
      methods.push_back(method.method);
    }
  }
  return {};
}

}  // namespace

Result<ModelBenchmark> benchmark_bundle(const std::filesystem::path& folder,
                                        const std::vector<BenchmarkFilm>& films,
                                        const BenchmarkOptions& options, const Reporter& reporter) {
  CHESTLENS_TRY(const auto contestant, open_contestant(folder, options));
  const Card& card = contestant.explainer.predictor.members.front().card;
  ModelBenchmark result{.model = card.name, .title = card.title};
  std::vector<MapMethod> methods = options.methods;
  std::vector<ScoredFilm> scored;
  std::vector<std::string> patients;
  Progress progress(reporter, "maps of " + card.name, options.films, "films");
  for (const BenchmarkFilm& film : films) {
    if (result.films == options.films) break;
    if (options.stopped && options.stopped()) {
      return fail(ErrorCode::interrupted, "stopped; nothing was written");
    }
    ++result.looked_at;
    CHESTLENS_TRY(const auto posed, pose(contestant.explainer, film, options.wrong_too));
    if (!posed) continue;
    if (scored.empty()) {
      CHESTLENS_CHECK(take_out_refused(contestant, *posed, methods, result.refusals));
    }
    CHESTLENS_TRY(auto scores,
                  with_context(score_film(contestant, *posed, methods), film.file.string()));
    scored.push_back({film.patient, posed->class_index, std::move(scores)});
    patients.push_back(film.patient);
    ++result.films;
    progress.advance();
  }
  progress.finish();
  if (result.films < fewest_films) {
    return fail(ErrorCode::not_found,
                fmt::format("answers {} of {} films with a finding right; {} are needed: a model "
                            "that was trained on generated films, or more films",
                            result.films, result.looked_at, fewest_films),
                folder.string());
  }
  result.patients = static_cast<int>(films_by_patient(patients).size());
  for (const MapMethod method : methods) {
    const MapMethodInfo& info = map_method_info(method);
    result.rows.push_back({std::string(info.name), std::string(info.title), false, {}});
  }
  for (auto& reference : reference_rows()) result.rows.push_back(std::move(reference));
  summarize(scored, options, result.rows);
  return result;
}

}  // namespace chestlens
