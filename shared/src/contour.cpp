#include "bilinear.hpp"
#include "window.hpp"

#include <chestlens/contour.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace chestlens {
namespace {

constexpr int least_squares = 64;  // to a side

/// The map's values at the corners of equal squares over the whole of it, in a ring of corners
/// that lie on its edge and below any level: so no line is open.
struct Grid {
  int columns = 0, rows = 0;  // of corners, ring included
  std::vector<double> values;

  double at(int column, int row) const {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)];
  }
};

int squares_over(int cells) {
  return cells * std::max(1, (least_squares + cells - 1) / cells);
}

Grid grid_of(const FloatImage& map, double below) {
  const int across = squares_over(map.width_pixels), down = squares_over(map.height_pixels);
  // Half a pixel on, so that the first corner lies on the edge and not within it.
  const auto columns = axis_taps(across + 1, 0.5, across, map.width_pixels);
  const auto rows = axis_taps(down + 1, 0.5, down, map.height_pixels);
  Grid grid{across + 3, down + 3, {}};
  grid.values.assign(area_pixels(grid.columns, grid.rows), below);
  auto* value = grid.values.data() + grid.columns + 1;
  for (const Tap& row : rows) {
    for (const Tap& column : columns) *value++ = double{value_at(map, column, row)};
    value += 2;
  }
  return grid;
}

/// Of a square, clockwise.
enum class Side : std::uint8_t { top, right, bottom, left };
using enum Side;

struct Step {
  Side from = top, to = top;
};

/// The line's ways through a square by which of its corners reach the level (1 upper left, 2 upper
/// right, 4 lower right, 8 lower left), with what reaches it to their right; of the two squares of
/// opposite corners the way on which the corners are apart.
struct Steps {
  int count = 0;
  Step first = {}, second = {};
};

constexpr Steps steps_of(unsigned corners) {
  switch (corners) {
    case 1:
      return {1, {top, left}};
    case 2:
      return {1, {right, top}};
    case 3:
      return {1, {right, left}};
    case 4:
      return {1, {bottom, right}};
    case 5:
      return {2, {top, left}, {bottom, right}};
    case 6:
      return {1, {bottom, top}};
    case 7:
      return {1, {bottom, left}};
    case 8:
      return {1, {left, bottom}};
    case 9:
      return {1, {top, bottom}};
    case 10:
      return {2, {right, top}, {left, bottom}};
    case 11:
      return {1, {right, bottom}};
    case 12:
      return {1, {left, right}};
    case 13:
      return {1, {top, right}};
    case 14:
      return {1, {left, top}};
    default:
      return {};
  }
}

/// Opposite corners that the square's middle joins.
constexpr Steps joined_steps(unsigned corners) {
  return corners == 5U ? Steps{2, {top, right}, {bottom, left}}
                       : Steps{2, {left, top}, {right, bottom}};
}

/// An edge between two corners: twice the number of its left or upper one, plus 1 where it goes
/// down.
std::size_t edge_of(const Grid& grid, int column, int row, Side side) {
  const auto number = [&](int x, int y) {
    return 2 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(grid.columns) +
                static_cast<std::size_t>(x));
  };
  switch (side) {
    case top:
      return number(column, row);
    case right:
      return number(column + 1, row) + 1;
    case bottom:
      return number(column, row + 1);
    case left:
      break;
  }
  return number(column, row) + 1;
}

/// Where a corner lies, by its number along a side of `corners`, ring included.
double share_of_corner(int number, int corners) {
  return std::clamp((number - 1.0) / (corners - 3), 0.0, 1.0);
}

PlanePoint crossing(const Grid& grid, std::size_t edge, double level) {
  const auto columns = static_cast<std::size_t>(grid.columns);
  const auto column = static_cast<int>(edge / 2 % columns);
  const auto row = static_cast<int>(edge / 2 / columns);
  const bool goes_down = edge % 2 == 1;
  const int next_column = goes_down ? column : column + 1, next_row = goes_down ? row + 1 : row;
  const double from = grid.at(column, row), to = grid.at(next_column, next_row);
  const double share = (level - from) / (to - from);
  const auto between = [share](double a, double b) { return a + (b - a) * share; };
  return {
      between(share_of_corner(column, grid.columns), share_of_corner(next_column, grid.columns)),
      between(share_of_corner(row, grid.rows), share_of_corner(next_row, grid.rows))};
}

constexpr std::size_t no_edge = static_cast<std::size_t>(-1);

/// For each edge that a line comes to, the one that it goes to from there.
std::vector<std::size_t> next_edges(const Grid& grid, double level) {
  std::vector<std::size_t> next(2 * grid.values.size(), no_edge);
  for (int row = 0; row + 1 < grid.rows; ++row) {
    for (int column = 0; column + 1 < grid.columns; ++column) {
      const std::array values{grid.at(column, row), grid.at(column + 1, row),
                              grid.at(column + 1, row + 1), grid.at(column, row + 1)};
      unsigned corners = 0;
      for (unsigned i = 0; i < values.size(); ++i) corners |= (values[i] >= level ? 1U : 0U) << i;
      Steps steps = steps_of(corners);
      const double middle = (values[0] + values[1] + values[2] + values[3]) / 4.0;
      if (steps.count == 2 && middle >= level) steps = joined_steps(corners);
      const auto add = [&](const Step& step) {
        next[edge_of(grid, column, row, step.from)] = edge_of(grid, column, row, step.to);
      };
      if (steps.count > 0) add(steps.first);
      if (steps.count > 1) add(steps.second);
    }
  }
  return next;
}

}  // namespace

std::vector<Contour> contours(const FloatImage& map, float level) {
  if (!is_filled(map)) return {};
  const double below = double{std::min(level, *std::ranges::min_element(map.pixels))} - 1.0;
  const Grid grid = grid_of(map, below);
  std::vector<std::size_t> next = next_edges(grid, double{level});
  std::vector<Contour> lines;
  for (std::size_t start = 0; start < next.size(); ++start) {
    Contour line;
    for (std::size_t edge = start; next[edge] != no_edge;) {
      const PlanePoint point = crossing(grid, edge, double{level});
      if (line.empty() || line.back() != point) line.push_back(point);
      edge = std::exchange(next[edge], no_edge);
    }
    while (line.size() > 1 && line.back() == line.front()) line.pop_back();
    if (line.size() > 2) lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace chestlens
