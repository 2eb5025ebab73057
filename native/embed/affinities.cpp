#include "embed/affinities.hpp"

#include "data/parallel.hpp"

#include <chestlens/tsne.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <span>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t rows_at_once = 256;

void parallel_rows(std::size_t rows, int threads,
                   const std::function<void(std::size_t row)>& work) {
  parallel_for((rows + rows_at_once - 1) / rows_at_once, threads, [&](std::size_t part) {
    const std::size_t end = std::min(rows, (part + 1) * rows_at_once);
    for (std::size_t row = part * rows_at_once; row < end; ++row) work(row);
  });
}

/// p_j|i of all neighbours [N,k].
std::vector<float> weights_of(const Neighbours& neighbours, double perplexity, int threads) {
  const std::size_t k = neighbours.of_each;
  std::vector<float> weights(neighbours.points.size());
  parallel_rows(neighbours.count(), threads, [&](std::size_t i) {
    const auto row = conditional_affinities(
        std::span(neighbours.squared_distances).subspan(i * k, k), perplexity);
    std::ranges::copy(row, weights.begin() + static_cast<std::ptrdiff_t>(i * k));
  });
  return weights;
}

/// A point's entry in a row of another.
struct Entry {
  std::uint32_t point;
  float weight;
};

/// Both directions of each pair, row by row: those of row i lie from begins[i] up to begins[i+1].
struct Entries {
  std::vector<std::size_t> begins;  // [N+1]
  std::vector<Entry> entries;       // [2 N k]
};

Entries both_directions(const Neighbours& neighbours, const std::vector<float>& weights) {
  const std::size_t count = neighbours.count(), k = neighbours.of_each;
  Entries both{.begins = std::vector<std::size_t>(count + 1, k), .entries = {}};
  both.begins[0] = 0;
  for (const std::uint32_t point : neighbours.points) ++both.begins[point + 1];
  std::partial_sum(both.begins.begin(), both.begins.end(), both.begins.begin());
  both.entries.resize(both.begins.back());
  std::vector<std::size_t> ends(both.begins.begin(), both.begins.end() - 1);
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t at = i * k; at < (i + 1) * k; ++at) {
      const std::uint32_t other = neighbours.points[at];
      both.entries[ends[i]++] = {other, weights[at]};
      both.entries[ends[other]++] = {static_cast<std::uint32_t>(i), weights[at]};
    }
  }
  return both;
}

/// Entries of one point become one; returns how many are left, at the row's beginning.
std::size_t merge_pairs(std::span<Entry> row) {
  // Where a point is there twice, the sum of two numbers does not depend on their order.
  std::ranges::sort(row, {}, &Entry::point);
  std::size_t kept = 0;
  for (const Entry& entry : row) {
    if (kept > 0 && row[kept - 1].point == entry.point) {
      row[kept - 1].weight += entry.weight;
    } else {
      row[kept++] = entry;
    }
  }
  return kept;
}

}  // namespace

std::size_t neighbours_for(double perplexity) {
  return static_cast<std::size_t>(std::ceil(3.0 * perplexity));
}

Result<Affinities> joint_affinities(const Neighbours& neighbours, double perplexity, int threads) {
  const std::size_t count = neighbours.count(), k = neighbours.of_each;
  if (!(perplexity >= 1.0) || !(perplexity < static_cast<double>(k))) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("a perplexity of {:g} with {} neighbours: it must lie from 1 to below "
                            "their number",
                            perplexity, k));
  }
  Entries both = both_directions(neighbours, weights_of(neighbours, perplexity, threads));
  Affinities joint{.rows = std::vector<std::size_t>(count + 1, 0), .points = {}, .values = {}};
  parallel_rows(count, threads, [&](std::size_t i) {
    const std::size_t begin = both.begins[i];
    joint.rows[i + 1] =
        merge_pairs(std::span(both.entries).subspan(begin, both.begins[i + 1] - begin));
  });
  std::partial_sum(joint.rows.begin(), joint.rows.end(), joint.rows.begin());
  joint.points.resize(joint.rows.back());
  joint.values.resize(joint.rows.back());
  const float share = 0.5F / static_cast<float>(count);
  parallel_rows(count, threads, [&](std::size_t i) {
    for (std::size_t j = 0; j < joint.rows[i + 1] - joint.rows[i]; ++j) {
      const auto& [point, weight] = both.entries[both.begins[i] + j];
      joint.points[joint.rows[i] + j] = point;
      joint.values[joint.rows[i] + j] = weight * share;
    }
  });
  return joint;
}

}  // namespace chestlens
