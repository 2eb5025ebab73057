#include "embed/neighbours.hpp"

#include "embed/distances.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

using Candidate = std::pair<float, std::uint32_t>;  // squared distance and point

/// The nearest of the points that it is shown: no more than four times as many are kept.
class Nearest {
 public:
  explicit Nearest(std::size_t count) : count_(count) { kept_.reserve(4 * count); }

  float limit() const { return limit_; }
  void add(Candidate candidate) {
    kept_.push_back(candidate);
    if (kept_.size() == 4 * count_) shorten();
  }
  std::vector<Candidate>& finish() {
    if (kept_.size() > count_) shorten();
    return kept_;
  }

 private:
  void shorten() {
    const auto last = kept_.begin() + static_cast<std::ptrdiff_t>(count_) - 1;
    std::ranges::nth_element(kept_, last);
    limit_ = last->first;
    kept_.resize(count_);
  }

  std::size_t count_;
  float limit_ = INFINITY;
  std::vector<Candidate> kept_;
};

float squared_distance(std::span<const float> a, std::span<const float> b) {
  float sum = 0.0F;
  for (std::size_t k = 0; k < a.size(); ++k) sum += (a[k] - b[k]) * (a[k] - b[k]);
  return sum;
}

}  // namespace

Neighbours nearest_rows(const Rows& rows, std::size_t count, int threads,
                        std::span<const int> owners) {
  Neighbours nearest{.of_each = count, .points = {}, .squared_distances = {}};
  nearest.points.resize(rows.count() * count);
  nearest.squared_distances.resize(nearest.points.size());
  const auto owner = [&](std::size_t i) {
    return owners.empty() ? static_cast<int>(i) : owners[i];
  };
  const SquaredDistances all(rows);
  all.for_each(threads, [&](std::size_t i, std::span<const float> squared) {
    Nearest found(count);
    for (std::size_t j = 0; j < squared.size(); ++j) {
      if (squared[j] <= found.limit() && owner(i) != owner(j)) {
        found.add({squared[j], static_cast<std::uint32_t>(j)});
      }
    }
    auto& kept = found.finish();
    for (auto& [distance, point] : kept) {
      distance = squared_distance(rows.row(i), rows.row(point));
    }
    std::ranges::sort(kept);
    for (std::size_t j = 0; j < kept.size(); ++j) {
      nearest.squared_distances[i * count + j] = kept[j].first;
      nearest.points[i * count + j] = kept[j].second;
    }
  });
  return nearest;
}

}  // namespace chestlens
