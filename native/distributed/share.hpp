#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chestlens {

/// What of `order` a rank trains on: its `batch` films of each global batch of ranks * batch, so
/// that all ranks together see the batches of one process with batch ranks * batch. A last, smaller
/// global batch is left out, unless it is the only one: then it is shared evenly.
std::vector<std::size_t> share_of_batches(const std::vector<std::size_t>& order, int batch,
                                          int rank, int ranks);

/// Rows [begin, end) of `rows`, about the same number for each rank.
struct RowRange {
  std::int64_t begin = 0;
  std::int64_t end = 0;
};
RowRange rows_of_rank(std::int64_t rows, int rank, int ranks);

}  // namespace chestlens
