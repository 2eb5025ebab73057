#include "explain/map_metrics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

std::vector<double> ranks_of(const std::vector<float>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, {}, [&](std::size_t i) { return values[i]; });
  std::vector<double> ranks(values.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t last = first;
    while (last < order.size() && values[order[last]] == values[order[first]]) ++last;
    const double rank = static_cast<double>(first + last - 1) / 2.0;
    for (; first < last; ++first) ranks[order[first]] = rank;
  }
  return ranks;
}

}  // namespace

double rank_correlation(const FloatImage& one, const FloatImage& other) {
  const auto a = ranks_of(one.pixels), b = ranks_of(other.pixels);
  const double mean = static_cast<double>(a.size() - 1) / 2.0;
  double both = 0.0, of_a = 0.0, of_b = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    both += (a[i] - mean) * (b[i] - mean);
    of_a += (a[i] - mean) * (a[i] - mean);
    of_b += (b[i] - mean) * (b[i] - mean);
  }
  const double size = std::sqrt(of_a * of_b);
  return size > 0.0 ? both / size : 0.0;
}

}  // namespace chestlens
