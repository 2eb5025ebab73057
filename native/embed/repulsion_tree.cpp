#include "data/parallel.hpp"
#include "embed/repulsion.hpp"
#include "io/wide_registers.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr int deepest = 16;  // levels, of 16 bits a side
constexpr std::uint32_t points_of_a_leaf = 8;
constexpr std::size_t lanes = 16;
constexpr std::size_t blocks_at_once = 16;

using Lanes = std::array<float, lanes>;

/// A cell and where the walk goes on: into its first child, which is the next cell, or past it.
struct Cell {
  float x = 0.0F, y = 0.0F;    // the centre of its points
  float squared_width = 0.0F;  // over theta squared
  std::uint32_t begin = 0, end = 0;
  std::uint32_t past = 0;  // the cell after all of its children
  bool is_leaf = false;
};

struct Tree {
  std::vector<MapPoint> places;      // in the order of their codes
  std::vector<std::uint32_t> order;  // whose they are
  std::vector<std::uint32_t> codes;
  std::vector<Cell> cells;
};

/// The bits of a 16-bit number with gaps of one.
std::uint32_t spread(std::uint32_t bits) {
  bits = (bits | bits << 8U) & 0x00FF00FFU;
  bits = (bits | bits << 4U) & 0x0F0F0F0FU;
  bits = (bits | bits << 2U) & 0x33333333U;
  return (bits | bits << 1U) & 0x55555555U;
}

struct Square {
  float x = 0.0F, y = 0.0F, side = 0.0F;
};

Square square_around(std::span<const MapPoint> places) {
  MapPoint low = places.front(), high = places.front();
  for (const MapPoint& place : places) {
    low = {std::min(low.x, place.x), std::min(low.y, place.y)};
    high = {std::max(high.x, place.x), std::max(high.y, place.y)};
  }
  const float side = std::max({high.x - low.x, high.y - low.y, 1e-12F});
  return {low.x, low.y, side};
}

/// Morton codes, and the points in their order, equal codes in the points' own.
void sort_points(std::span<const MapPoint> places, const Square& square, Tree& tree) {
  const std::size_t count = places.size();
  const float scale = 65'535.0F / square.side;
  std::vector<std::uint64_t> keys(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto column = static_cast<std::uint32_t>((places[i].x - square.x) * scale);
    const auto row = static_cast<std::uint32_t>((places[i].y - square.y) * scale);
    keys[i] = std::uint64_t{spread(column) | spread(row) << 1U} << 32U | i;
  }
  std::ranges::sort(keys);
  tree.places.resize(count);
  tree.order.resize(count);
  tree.codes.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    tree.codes[i] = static_cast<std::uint32_t>(keys[i] >> 32U);
    tree.order[i] = static_cast<std::uint32_t>(keys[i]);
    tree.places[i] = places[tree.order[i]];
  }
}

/// Where the points of the first `quarter` of a cell's four end.
std::uint32_t quarter_end(const Tree& tree, std::uint32_t begin, std::uint32_t end, int level,
                          std::uint32_t quarter) {
  const auto shift = static_cast<std::uint32_t>(2 * (deepest - 1 - level));
  const auto at =
      std::partition_point(tree.codes.begin() + begin, tree.codes.begin() + end,
                           [&](std::uint32_t code) { return (code >> shift & 3U) <= quarter; });
  return static_cast<std::uint32_t>(at - tree.codes.begin());
}

/// Adds the cell of points [begin, end) and, before what follows it, its children.
MapPoint add_cell(Tree& tree, std::uint32_t begin, std::uint32_t end, int level,
                  float squared_width) {
  const auto index = tree.cells.size();
  tree.cells.push_back({.squared_width = squared_width, .begin = begin, .end = end});
  double x = 0.0, y = 0.0;
  const bool is_leaf = end - begin <= points_of_a_leaf || level == deepest;
  if (is_leaf) {
    for (std::uint32_t i = begin; i < end; ++i) {
      x += tree.places[i].x;
      y += tree.places[i].y;
    }
  } else {
    for (std::uint32_t quarter = 0, from = begin; quarter < 4; ++quarter) {
      const std::uint32_t to = quarter == 3 ? end : quarter_end(tree, from, end, level, quarter);
      if (to == from) continue;
      const MapPoint sum = add_cell(tree, from, to, level + 1, squared_width / 4.0F);
      x += sum.x;
      y += sum.y;
      from = to;
    }
  }
  Cell& cell = tree.cells[index];
  const auto points = static_cast<double>(end - begin);
  cell.x = static_cast<float>(x / points);
  cell.y = static_cast<float>(y / points);
  cell.is_leaf = is_leaf;
  cell.past = static_cast<std::uint32_t>(tree.cells.size());
  return {static_cast<float>(x), static_cast<float>(y)};
}

/// Points that follow each other in the tree's order and walk it together, one in each lane; the
/// last block's spare lanes repeat its last point.
struct Block {
  std::uint32_t begin = 0, end = 0;
  MapPoint low, high;  // corners of the rectangle that holds them
  Lanes xs{}, ys{};
};

Block block_of(const Tree& tree, std::uint32_t begin) {
  Block block;
  block.begin = begin;
  block.end = static_cast<std::uint32_t>(std::min(begin + lanes, tree.places.size()));
  block.low = block.high = tree.places[begin];
  for (std::uint32_t lane = 0; lane < lanes; ++lane) {
    const MapPoint place = tree.places[std::min(begin + lane, block.end - 1)];
    block.xs[lane] = place.x;
    block.ys[lane] = place.y;
    block.low = {std::min(block.low.x, place.x), std::min(block.low.y, place.y)};
    block.high = {std::max(block.high.x, place.x), std::max(block.high.y, place.y)};
  }
  return block;
}

/// Of each lane's point: the sum of q, its own among them, and the force.
struct BlockForces {
  Lanes q{}, xs{}, ys{};
};

/// A cell stands for its points where it is far from all of a block's, so that no point has a
/// coarser sum than by itself.
CHESTLENS_WIDEST_REGISTERS
void add_forces(const Tree& tree, const Block& block, BlockForces& forces) {
  const auto cells = static_cast<std::uint32_t>(tree.cells.size());
  for (std::uint32_t at = 0; at < cells;) {
    const Cell& cell = tree.cells[at];
    const float aside_x = std::max({block.low.x - cell.x, cell.x - block.high.x, 0.0F});
    const float aside_y = std::max({block.low.y - cell.y, cell.y - block.high.y, 0.0F});
    const bool is_apart = cell.end <= block.begin || block.end <= cell.begin;
    if (is_apart && cell.squared_width < aside_x * aside_x + aside_y * aside_y) {
      const auto points = static_cast<float>(cell.end - cell.begin);
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const float dx = block.xs[lane] - cell.x, dy = block.ys[lane] - cell.y;
        const float q = 1.0F / (1.0F + dx * dx + dy * dy);
        const float all = points * q;
        forces.q[lane] += all;
        forces.xs[lane] += all * q * dx;
        forces.ys[lane] += all * q * dy;
      }
      at = cell.past;
    } else if (cell.is_leaf) {
      for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
        const float x = tree.places[i].x, y = tree.places[i].y;
        for (std::size_t lane = 0; lane < lanes; ++lane) {
          const float dx = block.xs[lane] - x, dy = block.ys[lane] - y;
          const float q = 1.0F / (1.0F + dx * dx + dy * dy);
          forces.q[lane] += q;
          forces.xs[lane] += q * q * dx;
          forces.ys[lane] += q * q * dy;
        }
      }
      at = cell.past;
    } else {
      ++at;
    }
  }
}

}  // namespace

void repel_by_tree(std::span<const MapPoint> places, double theta, int threads,
                   Repulsion& repulsion) {
  const std::size_t count = places.size();
  repulsion.forces.resize(count);
  repulsion.sum = 0.0;
  if (count == 0) return;
  const Square square = square_around(places);
  Tree tree;
  sort_points(places, square, tree);
  tree.cells.reserve(count);
  const auto relative = static_cast<double>(square.side) / theta;
  add_cell(tree, 0, static_cast<std::uint32_t>(count), 0, static_cast<float>(relative * relative));

  const std::size_t blocks = (count + lanes - 1) / lanes;
  std::vector<double> sums(blocks, 0.0);
  parallel_for((blocks + blocks_at_once - 1) / blocks_at_once, threads, [&](std::size_t part) {
    for (std::size_t b = part * blocks_at_once; b < std::min(blocks, (part + 1) * blocks_at_once);
         ++b) {
      const Block block = block_of(tree, static_cast<std::uint32_t>(b * lanes));
      BlockForces forces;
      add_forces(tree, block, forces);
      for (std::uint32_t i = block.begin; i < block.end; ++i) {
        const std::uint32_t lane = i - block.begin;
        sums[b] += forces.q[lane] - 1.0;
        repulsion.forces[tree.order[i]] = {forces.xs[lane], forces.ys[lane]};
      }
    }
  });
  for (const double sum : sums) repulsion.sum += sum;
}

}  // namespace chestlens
