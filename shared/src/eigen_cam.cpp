#include "map_outputs.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

/// A^T A of the activations A [F,h*w]: its first eigenvector is A's first right singular vector.
std::vector<std::vector<double>> gram_matrix(std::span<const float> activations,
                                             std::size_t positions) {
  std::vector gram(positions, std::vector<double>(positions, 0.0));
  for (std::size_t f = 0; f < activations.size() / positions; ++f) {
    const auto map = activations.subspan(f * positions, positions);
    for (std::size_t i = 0; i < positions; ++i) {
      const double value = map[i];
      for (std::size_t j = 0; j < positions; ++j) gram[i][j] += value * map[j];
    }
  }
  return gram;
}

double length_of(const std::vector<double>& vector) {
  return std::sqrt(std::inner_product(vector.begin(), vector.end(), vector.begin(), 0.0));
}

/// The first eigenvector of a symmetric matrix by the power method, times the root of its
/// eigenvalue; zeros of a matrix of zeros. It begins with the row of the largest square, which no
/// eigenvector of a positive eigenvalue is at right angles to unless all of the row is.
std::vector<double> first_eigenvector(const std::vector<std::vector<double>>& matrix) {
  constexpr int most_steps = 20'000;
  constexpr double tolerance = 1e-13;
  auto vector = *std::ranges::max_element(matrix, {}, length_of);
  double eigenvalue = 0.0;
  for (int step = 0; step < most_steps; ++step) {
    const double length = length_of(vector);
    if (length == 0.0) return vector;
    for (double& value : vector) value /= length;
    std::vector<double> next(vector.size());
    double change = 0.0;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      next[i] = std::inner_product(vector.begin(), vector.end(), matrix[i].begin(), 0.0);
    }
    eigenvalue = length_of(next);
    if (eigenvalue == 0.0) break;
    for (std::size_t i = 0; i < vector.size(); ++i) {
      change = std::max(change, std::abs(next[i] / eigenvalue - vector[i]));
    }
    vector = std::move(next);
    if (change < tolerance) break;
  }
  const double length = length_of(vector);
  for (double& value : vector) value *= length > 0.0 ? std::sqrt(eigenvalue) / length : 0.0;
  return vector;
}

}  // namespace

Result<FloatImage> eigen_cam(std::span<const float> activations, const ActivationShape& shape) {
  CHESTLENS_CHECK(check_activations({.shape = shape, .activations = activations}));
  const std::size_t positions = area_pixels(shape.width, shape.height);
  auto map = first_eigenvector(gram_matrix(activations, positions));
  const double sign = std::accumulate(map.begin(), map.end(), 0.0) < 0.0 ? -1.0 : 1.0;
  FloatImage result{shape.width, shape.height, std::vector<float>(positions)};
  std::ranges::transform(map, result.pixels.begin(),
                         [&](double value) { return static_cast<float>(sign * value); });
  return result;
}

}  // namespace chestlens
