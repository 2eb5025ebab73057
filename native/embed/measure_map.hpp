#pragma once

#include "embed/make_map.hpp"
#include "embed/map_films.hpp"
#include "embed/rows.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace chestlens {

/// Separation of some of the films, whose components and places are rows of these.
MapSeparation measure_separation(const Rows& components, const Rows& places, const MapFilms& films,
                                 std::span<const std::size_t> some, int threads);

/// 101 quantiles of the distances of `some` films to the nearest of another patient among all.
std::vector<float> usual_distances(const Rows& components, const MapFilms& films,
                                   std::span<const std::size_t> some, int threads);

}  // namespace chestlens
