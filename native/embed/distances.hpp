#pragma once

#include "embed/products.hpp"
#include "embed/rows.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace chestlens {

/// Squared Euclidean distances of rows, some at a time: |a|^2 + |b|^2 - 2 ab about the rows' mean,
/// in float32, so that two rows that are almost one may be off by 1e-6 of their distance to it.
class SquaredDistances {
 public:
  explicit SquaredDistances(const Rows& rows);

  std::size_t count() const { return packed_.count(); }

  /// Calls work(i, distances [N]) for every row i on `threads` threads; the row's own is among
  /// them.
  void for_each(int threads,
                const std::function<void(std::size_t i, std::span<const float>)>& work) const;

 private:
  std::vector<float> centred_;
  std::vector<float> squares_;
  PackedRows packed_;
};

}  // namespace chestlens
