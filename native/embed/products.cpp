#include "embed/products.hpp"

#include "io/wide_registers.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace chestlens {
namespace {

constexpr std::size_t lanes = 16;
constexpr std::size_t rows_together = 4;  // 8 sums in registers, with 2 vectors of a panel

// A vector of 16 floats; narrower registers take it in pieces.
using Lanes = float __attribute__((vector_size(lanes * sizeof(float))));

using Tile = std::array<float, rows_together * packed_together>;

/// Four rows with a panel: sums[r][j] = rows[r] panel[j].
CHESTLENS_WIDEST_REGISTERS
void multiply_tile(const std::array<const float*, rows_together>& rows, const float* panel,
                   std::size_t depth, Tile& tile) {
  Lanes sums[rows_together][2] = {};
  for (std::size_t k = 0; k < depth; ++k) {
    Lanes left, right;
    std::memcpy(&left, panel + k * packed_together, sizeof left);
    std::memcpy(&right, panel + k * packed_together + lanes, sizeof right);
#pragma GCC unroll 4
    for (std::size_t r = 0; r < rows_together; ++r) {
      sums[r][0] += rows[r][k] * left;
      sums[r][1] += rows[r][k] * right;
    }
  }
  std::memcpy(tile.data(), sums, sizeof tile);
}

}  // namespace

PackedRows::PackedRows(const float* rows, std::size_t count, std::size_t depth)
    : count_(count),
      depth_(depth),
      panels_((count + packed_together - 1) / packed_together * packed_together * depth) {
  for (std::size_t i = 0; i < count; ++i) {
    float* panel = panels_.data() + i / packed_together * packed_together * depth;
    for (std::size_t k = 0; k < depth; ++k) {
      panel[k * packed_together + i % packed_together] = rows[i * depth + k];
    }
  }
}

void products(const float* rows, std::size_t count, const PackedRows& packed, std::size_t first,
              std::size_t end, float* out, std::size_t stride) {
  const std::size_t depth = packed.depth();
  Tile tile;
  for (std::size_t column = first; column < end; column += packed_together) {
    const float* panel = packed.panels().data() + column * depth;
    const std::size_t columns = std::min(packed_together, end - column);
    for (std::size_t i = 0; i < count; i += rows_together) {
      std::array<const float*, rows_together> some{};
      for (std::size_t r = 0; r < rows_together; ++r) {
        some[r] = rows + std::min(i + r, count - 1) * depth;
      }
      multiply_tile(some, panel, depth, tile);
      for (std::size_t r = 0; r < std::min(rows_together, count - i); ++r) {
        std::copy_n(tile.begin() + static_cast<std::ptrdiff_t>(r * packed_together), columns,
                    out + (i + r) * stride + column - first);
      }
    }
  }
}

}  // namespace chestlens
