#include "embed/separation.hpp"

#include "embed/distances.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace chestlens {
namespace {

std::vector<std::size_t> sizes_of(std::span<const int> groups) {
  std::vector<std::size_t> sizes(static_cast<std::size_t>(std::ranges::max(groups)) + 1, 0);
  for (const int group : groups) ++sizes[static_cast<std::size_t>(group)];
  return sizes;
}

/// (b - a) / max(a, b): a the mean distance within a row's own group, b to the nearest other one.
double silhouette_of(std::size_t own, const std::vector<double>& sums,
                     const std::vector<std::size_t>& sizes) {
  if (sizes[own] < 2) return 0.0;
  const double within = sums[own] / static_cast<double>(sizes[own] - 1);
  double nearest = std::numeric_limits<double>::infinity();
  for (std::size_t group = 0; group < sizes.size(); ++group) {
    if (group == own || sizes[group] == 0) continue;
    nearest = std::min(nearest, sums[group] / static_cast<double>(sizes[group]));
  }
  const double wider = std::max(within, nearest);
  return wider > 0.0 ? (nearest - within) / wider : 0.0;
}

}  // namespace

double silhouette(const Rows& rows, std::span<const int> groups, int threads) {
  const auto sizes = sizes_of(groups);
  if (std::ranges::count(sizes, 0U) + 2 > std::ssize(sizes)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  std::vector<double> widths(rows.count());
  SquaredDistances(rows).for_each(threads, [&](std::size_t i, std::span<const float> squared) {
    std::vector<double> sums(sizes.size(), 0.0);
    for (std::size_t j = 0; j < squared.size(); ++j) {
      if (j != i) sums[static_cast<std::size_t>(groups[j])] += std::sqrt(squared[j]);
    }
    widths[i] = silhouette_of(static_cast<std::size_t>(groups[i]), sums, sizes);
  });
  return std::accumulate(widths.begin(), widths.end(), 0.0) / static_cast<double>(rows.count());
}

double neighbour_accuracy(const Neighbours& neighbours, std::span<const int> groups) {
  const std::size_t k = neighbours.of_each, kinds = sizes_of(groups).size();
  std::size_t right = 0;
  for (std::size_t i = 0; i < neighbours.count(); ++i) {
    const auto near = std::span(neighbours.points).subspan(i * k, k);
    std::vector<std::size_t> votes(kinds, 0);
    const auto votes_of = [&](std::uint32_t point) -> std::size_t& {
      return votes[static_cast<std::size_t>(groups[point])];
    };
    for (const std::uint32_t point : near) ++votes_of(point);
    const auto winner = std::ranges::max_element(near, {}, votes_of);  // the first of several
    if (groups[*winner] == groups[i]) ++right;
  }
  return static_cast<double>(right) / static_cast<double>(neighbours.count());
}

double trustworthiness(const Rows& rows, const Neighbours& on_map, int threads) {
  const std::size_t k = on_map.of_each;
  std::vector<double> penalties(rows.count(), 0.0);
  SquaredDistances(rows).for_each(threads, [&](std::size_t i, std::span<const float> squared) {
    for (std::size_t at = i * k; at < (i + 1) * k; ++at) {
      const float own = squared[on_map.points[at]];
      std::size_t nearer = 0;
      for (const float other : squared) nearer += other < own ? 1 : 0;
      if (squared[i] < own) --nearer;  // itself
      const std::size_t rank = nearer + 1;
      if (rank > k) penalties[i] += static_cast<double>(rank - k);
    }
  });
  const auto points = static_cast<double>(rows.count()), near = static_cast<double>(k);
  return 1.0 - std::accumulate(penalties.begin(), penalties.end(), 0.0) * 2.0 /
                   (points * near * (2.0 * points - 3.0 * near - 1.0));
}

}  // namespace chestlens
