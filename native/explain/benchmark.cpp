#include "explain/benchmark.hpp"

#include "data/parallel.hpp"
#include "explain/contestant.hpp"
#include "io/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>

namespace chestlens {
namespace {

constexpr int fewest_films = 5;

/// Leaves out the methods that the model has no map by.
Status take_out_refused(const Contestant& contestant, const PosedFilm& posed,
                        const BenchmarkOptions& options, std::vector<MapMethod>& methods,
                        std::vector<std::string>& refusals) {
  CHESTLENS_TRY(const auto maps,
                explain_member(contestant.explainer, 0, posed.film, methods, options.occlusion));
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

/// A film that is measured, and where it is from.
struct FilmOfSource {
  const BenchmarkFilm* source = nullptr;
  PosedFilm film;
};

bool is_stopped(const BenchmarkOptions& options) {
  return options.stopped && options.stopped();
}

/// The first films that may be measured, and how many were looked at.
Result<std::vector<FilmOfSource>> pose_films(const Contestant& contestant,
                                             const std::vector<BenchmarkFilm>& films,
                                             const BenchmarkOptions& options, int& looked_at) {
  std::vector<FilmOfSource> posed;
  for (const BenchmarkFilm& film : films) {
    if (std::ssize(posed) == options.films || is_stopped(options)) break;
    ++looked_at;
    CHESTLENS_TRY(auto of_film, pose(contestant.explainer, film, options.wrong_too));
    if (of_film) posed.push_back({&film, *std::move(of_film)});
  }
  return posed;
}

/// Films by several threads, each with a session's one thread: the networks are small.
Result<std::vector<ScoredFilm>> score_films(const Contestant& contestant,
                                            const std::vector<FilmOfSource>& posed,
                                            const std::vector<MapMethod>& methods,
                                            const BenchmarkOptions& options, Progress& progress) {
  std::vector<Result<std::vector<FilmScore>>> scores(posed.size());
  std::mutex mutex;
  parallel_for(posed.size(), std::max(1, options.threads), [&](std::size_t i) {
    if (is_stopped(options)) return;
    scores[i] = with_context(score_film(contestant, posed[i].film, methods, options.occlusion),
                             posed[i].source->file.string());
    const std::scoped_lock lock(mutex);
    progress.advance();
  });
  if (is_stopped(options)) return fail(ErrorCode::interrupted, "stopped; nothing was written");
  std::vector<ScoredFilm> scored;
  for (std::size_t i = 0; i < posed.size(); ++i) {
    CHESTLENS_TRY(auto of_film, std::move(scores[i]));
    scored.push_back({posed[i].source->patient, posed[i].film.class_index, std::move(of_film)});
  }
  return scored;
}

}  // namespace

Result<ModelBenchmark> benchmark_bundle(const std::filesystem::path& folder,
                                        const std::vector<BenchmarkFilm>& films,
                                        const BenchmarkOptions& options, const Reporter& reporter) {
  CHESTLENS_TRY(const auto contestant, open_contestant(folder, options));
  const Card& card = contestant.explainer.predictor.members.front().card;
  ModelBenchmark result{.model = card.name, .title = card.title};
  CHESTLENS_TRY(const auto posed, pose_films(contestant, films, options, result.looked_at));
  if (is_stopped(options)) return fail(ErrorCode::interrupted, "stopped; nothing was written");
  result.films = static_cast<int>(posed.size());
  if (result.films < fewest_films) {
    return fail(ErrorCode::not_found,
                fmt::format("answers {} of {} films with a finding right; {} are needed: a model "
                            "that was trained on generated films, or more films",
                            result.films, result.looked_at, fewest_films),
                folder.string());
  }
  std::vector<MapMethod> methods = options.methods;
  CHESTLENS_CHECK(
      take_out_refused(contestant, posed.front().film, options, methods, result.refusals));
  Progress progress(reporter, "maps of " + card.name, result.films, "films");
  CHESTLENS_TRY(const auto scored, score_films(contestant, posed, methods, options, progress));
  progress.finish();
  std::vector<std::string> patients;
  for (const ScoredFilm& film : scored) patients.push_back(film.patient);
  result.patients = static_cast<int>(films_by_patient(patients).size());
  for (const MapMethod method : methods) {
    const MapMethodInfo& info = map_method_info(method);
    result.rows.push_back({std::string(info.name), std::string(info.title), false, 0.0, {}});
  }
  for (auto& reference : reference_rows()) result.rows.push_back(std::move(reference));
  summarize(scored, options, result.rows);
  return result;
}

}  // namespace chestlens
