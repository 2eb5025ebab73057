#pragma once

#include <cstddef>
#include <vector>

namespace chestlens {

/// Rows [count,depth] in the order in which products() reads them.
class PackedRows {
 public:
  PackedRows(const float* rows, std::size_t count, std::size_t depth);

  std::size_t count() const { return count_; }
  std::size_t depth() const { return depth_; }
  const std::vector<float>& panels() const { return panels_; }

 private:
  std::size_t count_;
  std::size_t depth_;
  std::vector<float> panels_;
};

/// out[i * stride + j - first] = the scalar product of row i of `rows` [count,depth] with packed
/// row j, for j from `first`, a multiple of 32, to below `end`, in float32; the same bits whatever
/// the width of the registers.
void products(const float* rows, std::size_t count, const PackedRows& packed, std::size_t first,
              std::size_t end, float* out, std::size_t stride);

/// A panel's width: `first` of products() is a multiple of it.
inline constexpr std::size_t packed_together = 32;

}  // namespace chestlens
