#include "embed/make_map.hpp"

#include "data/random.hpp"
#include "embed/measure_map.hpp"
#include "embed/principal_components.hpp"
#include "embed/tsne.hpp"
#include "io/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t most_measured = 8'000;
constexpr std::size_t fewest_unseen = 30;  // whose separation is worth a figure
constexpr std::size_t fewest_usual = 100;  // that say what is usual for a film that is new

double perplexity_for(std::size_t films, double wanted, const Reporter& reporter) {
  const double possible = std::max(1.0, std::floor(static_cast<double>(films - 1) / 3.0) - 1.0);
  if (wanted <= possible) return wanted;
  reporter.note(fmt::format("{} films allow a perplexity of {:g} at most: {:g} was asked for",
                            films, possible, wanted));
  return possible;
}

Rows as_rows(const std::vector<MapPoint>& places) {
  Rows rows{2, {}};
  for (const MapPoint& place : places) rows.values.insert(rows.values.end(), {place.x, place.y});
  return rows;
}

/// Positions of films, at most as many as are measured, drawn by the seed.
std::vector<std::size_t> drawn(std::vector<std::size_t> films, std::uint64_t seed) {
  if (films.size() <= most_measured) return films;
  std::vector<std::size_t> some;
  for (const std::size_t i : shuffled_indices(films.size(), seed)) {
    if (some.size() < most_measured) some.push_back(films[i]);
  }
  std::ranges::sort(some);
  return some;
}

Result<TsneMap> map_of(const Rows& components, double perplexity, const MapOptions& options,
                       const Reporter& reporter, const std::function<bool()>& stopped) {
  const auto neighbours = nearest_rows(components, neighbours_for(perplexity), options.threads);
  CHESTLENS_TRY(const auto affinities, joint_affinities(neighbours, perplexity, options.threads));
  const TsneOptions tsne_options{.threads = options.threads};
  Progress progress(reporter, "t-SNE", tsne_options.early_iterations + tsne_options.iterations,
                    "steps");
  return tsne(affinities, start_places(components, options.seed), tsne_options, [&](int) {
    progress.advance();
    return !(stopped && stopped());
  });
}

ReferenceMap reference_map(const PrincipalComponents& found, const MapFilms& films,
                           const std::vector<MapSplit>& sides) {
  ReferenceMap map;
  map.classes = films.classes;
  map.sources = films.sources;
  map.variance_share = static_cast<float>(found.share());
  set_projection(map, found.mean, found.axes.values);
  for (std::size_t i = 0; i < films.count(); ++i) {
    map.films.push_back({.place = {},
                         .class_index = static_cast<std::uint16_t>(films.class_of[i]),
                         .source_index = static_cast<std::uint16_t>(films.source_of[i]),
                         .split = sides[i]});
  }
  return map;
}

/// The projection that the map keeps, so that a film of the map and a new one are projected alike.
PrincipalComponents as_kept(PrincipalComponents components, const ReferenceMap& map) {
  components.mean = map.mean;
  components.axes.values = map.axes;
  return components;
}

}  // namespace

Result<MadeMap> make_map(Rows features, const MapFilms& films, const std::vector<MapSplit>& sides,
                         const MapOptions& options, const Reporter& reporter,
                         const std::function<bool()>& stopped) {
  if (films.count() < fewest_films_of_a_map) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("{} films are too few for a map: it takes {}", films.count(),
                            fewest_films_of_a_map));
  }
  const double perplexity = perplexity_for(films.count(), options.perplexity, reporter);
  const auto found = principal_components(features, options.components, options.threads);
  MadeMap made;
  made.map = reference_map(found, films, sides);
  const Rows components = project(features, as_kept(found, made.map), options.threads);
  features = {};  // which are most of the memory
  set_components(made.map, components.values);
  CHESTLENS_TRY(const auto placed, map_of(components, perplexity, options, reporter, stopped));
  for (std::size_t i = 0; i < films.count(); ++i) made.map.films[i].place = placed.places[i];
  made.map.perplexity = static_cast<float>(perplexity);
  made.divergence = placed.divergence;

  std::vector<std::size_t> all(films.count()), unseen;
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::ranges::copy_if(all, std::back_inserter(unseen),
                       [&](std::size_t i) { return sides[i] == MapSplit::test; });
  const Rows places = as_rows(placed.places);
  made.all =
      measure_separation(components, places, films, drawn(all, options.seed), options.threads);
  if (unseen.size() >= fewest_unseen) {
    made.unseen =
        measure_separation(components, places, films, drawn(unseen, options.seed), options.threads);
  }
  made.map.usual_distances = usual_distances(
      components, films, unseen.size() >= fewest_usual ? unseen : all, options.threads);
  return made;
}

}  // namespace chestlens
