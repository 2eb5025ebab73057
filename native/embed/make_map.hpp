#pragma once

#include "embed/map_films.hpp"
#include "embed/rows.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/map.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

namespace chestlens {

struct MapOptions {
  double perplexity = 50.0;
  std::size_t components = 50;
  std::uint64_t seed = 42;
  int threads = 1;
};

/// How far a grouping of the films is apart, by the features' components and on the map. Not a
/// number where it cannot be measured, as with a single group.
struct GroupSeparation {
  double silhouette = 0.0, map_silhouette = 0.0;
  double accuracy = 0.0, map_accuracy = 0.0;  // of the nearest films of other patients
  double largest_share = 0.0;                 // of the largest group: what naming it always scores
};

struct MapSeparation {
  std::size_t films = 0;
  GroupSeparation by_class = {};
  GroupSeparation by_source = {};
  double trustworthiness = 0.0;  // of the map
};

/// A map and what it is worth.
struct MadeMap {
  ReferenceMap map;
  double divergence = 0.0;  // Kullback and Leibler's
  MapSeparation all = {};
  MapSeparation unseen = {};  // films of test patients alone; none: too few
};

inline constexpr std::size_t fewest_films_of_a_map = 10;
inline constexpr std::size_t separation_neighbours = 10;

/// t-SNE of the features' principal components. A perplexity above a third of the films is lowered,
/// with a notice. Separation is measured on at most 8,000 films, drawn by the seed. Errors:
/// invalid_argument for fewer than 10 films; interrupted.
Result<MadeMap> make_map(Rows features, const MapFilms& films, const std::vector<MapSplit>& sides,
                         const MapOptions& options, const Reporter& reporter = {},
                         const std::function<bool()>& stopped = {});

}  // namespace chestlens
