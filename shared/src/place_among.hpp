#pragma once

#include <chestlens/map.hpp>

#include <cstddef>
#include <span>

namespace chestlens {

/// Three times the perplexity of 5.
inline constexpr std::size_t place_neighbours = 15;

/// Where t-SNE's gradient descent puts one more film among those of a map, given its nearest ones
/// with their squared distances, rising (openTSNE 1.0's transform).
MapPoint place_among(std::span<const MapFilm> films, std::span<const NearFilm> nearest);

}  // namespace chestlens
