#pragma once

#include <chestlens/image.hpp>

#include <array>
#include <vector>

namespace chestlens {

/// A place on a plane, from its upper left corner; on a map in shares of its sides.
struct PlanePoint {
  double x = 0.0;
  double y = 0.0;

  friend bool operator==(const PlanePoint&, const PlanePoint&) = default;
};

/// A closed line: from its last point it goes back to the first. What it encloses lies to its
/// right, so that one around a hole runs the other way round.
using Contour = std::vector<PlanePoint>;

/// The lines around all that reaches `level` of a map drawn between its cells' middles as
/// render_overlay draws it; where that reaches the map's edge they run along it. Marching squares
/// (the two dimensions of Lorensen & Cline 1987), at least 64 to a side. None of an empty map.
std::vector<Contour> contours(const FloatImage& map, float level);

/// Shares of the strongest value at which lines are drawn.
inline constexpr std::array contour_levels{0.25F, 0.5F, 0.75F};

}  // namespace chestlens
