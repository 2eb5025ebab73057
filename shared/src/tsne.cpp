#include <chestlens/tsne.hpp>

#include <cmath>

namespace chestlens {
namespace {

constexpr double entropy_tolerance = 1e-6;
constexpr int most_halvings = 200;

/// Weights exp(-beta d) of sum 1, and the entropy of them.
double weigh(std::span<const float> squared, double beta, std::vector<float>& weights) {
  const double nearest = squared.front();
  double sum = 0.0, moment = 0.0;
  for (std::size_t j = 0; j < squared.size(); ++j) {
    const double farther = squared[j] - nearest;
    const double weight = std::exp(-beta * farther);
    weights[j] = static_cast<float>(weight);
    sum += weight;
    moment += weight * farther;
  }
  for (float& weight : weights) weight = static_cast<float>(weight / sum);
  return std::log(sum) + beta * moment / sum;
}

}  // namespace

std::vector<float> conditional_affinities(std::span<const float> squared_distances,
                                          double perplexity) {
  std::vector<float> weights(squared_distances.size(), 0.0F);
  if (weights.empty()) return weights;
  const double wanted = std::log(perplexity);
  double beta = 1.0, low = 0.0, high = HUGE_VAL;
  for (int halving = 0; halving < most_halvings; ++halving) {
    const double excess = weigh(squared_distances, beta, weights) - wanted;
    if (std::abs(excess) < entropy_tolerance) break;
    (excess > 0.0 ? low : high) = beta;
    beta = high == HUGE_VAL ? 2.0 * beta : 0.5 * (low + high);
  }
  return weights;
}

}  // namespace chestlens
