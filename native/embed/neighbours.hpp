#pragma once

#include "embed/rows.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

/// The k nearest points of each of N points, the nearest first, equally near ones in their order.
struct Neighbours {
  std::size_t of_each = 0;               // k
  std::vector<std::uint32_t> points;     // [N,k]
  std::vector<float> squared_distances;  // [N,k]

  std::size_t count() const { return of_each == 0 ? 0 : points.size() / of_each; }
};

/// The `count` nearest rows of each row by Euclidean distance, exact: N^2 D multiplications. No row
/// is a neighbour of another of its owner, a patient say; without `owners` [N], of itself alone.
/// `count` is below the number of rows; every row has as many that others own.
Neighbours nearest_rows(const Rows& rows, std::size_t count, int threads,
                        std::span<const int> owners = {});

}  // namespace chestlens
