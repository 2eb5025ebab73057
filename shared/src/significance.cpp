#include <chestlens/significance.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace chestlens {
namespace {

/// The places of the numbers among some p values, the smallest first.
std::vector<std::size_t> ranked(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!std::isnan(p[i])) order.push_back(i);
  }
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}

}  // namespace

double bootstrap_p(std::span<const double> draws) {
  double count = 0.0;
  double not_above = 0.0;
  double not_below = 0.0;
  for (const double draw : draws) {
    if (std::isnan(draw)) continue;
    count += 1.0;
    not_above += draw <= 0.0 ? 1.0 : 0.0;
    not_below += draw >= 0.0 ? 1.0 : 0.0;
  }
  if (count == 0.0) return std::numeric_limits<double>::quiet_NaN();
  return std::min(1.0, 2.0 * (std::min(not_above, not_below) + 1.0) / (count + 1.0));
}

std::vector<double> holm(std::span<const double> p) {
  std::vector<double> corrected(p.begin(), p.end());
  const auto order = ranked(p);
  double highest = 0.0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    const auto left = static_cast<double>(order.size() - rank);
    highest = std::max(highest, std::min(1.0, left * p[order[rank]]));
    corrected[order[rank]] = highest;
  }
  return corrected;
}

std::vector<double> benjamini_hochberg(std::span<const double> p) {
  std::vector<double> corrected(p.begin(), p.end());
  const auto order = ranked(p);
  const auto count = static_cast<double>(order.size());
  double lowest = 1.0;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    lowest = std::min(lowest, p[order[rank]] * count / static_cast<double>(rank + 1));
    corrected[order[rank]] = lowest;
  }
  return corrected;
}

}  // namespace chestlens
