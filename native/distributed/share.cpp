#include "distributed/share.hpp"

#include <algorithm>

namespace chestlens {

std::vector<std::size_t> share_of_batches(const std::vector<std::size_t>& order, int batch,
                                          int rank, int ranks) {
  const auto all = static_cast<std::size_t>(ranks);
  const std::size_t own = std::min(static_cast<std::size_t>(batch), order.size() / all);
  std::vector<std::size_t> share;
  if (own == 0) return share;
  for (std::size_t first = 0; first + own * all <= order.size(); first += own * all) {
    const auto begin =
        order.begin() + static_cast<std::ptrdiff_t>(first + own * static_cast<std::size_t>(rank));
    share.insert(share.end(), begin, begin + static_cast<std::ptrdiff_t>(own));
  }
  return share;
}

RowRange rows_of_rank(std::int64_t rows, int rank, int ranks) {
  return {rows * rank / ranks, rows * (rank + 1) / ranks};
}

}  // namespace chestlens
