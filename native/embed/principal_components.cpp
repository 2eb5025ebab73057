#include "embed/principal_components.hpp"

#include "data/parallel.hpp"
#include "embed/covariance.hpp"
#include "embed/products.hpp"

#include <opencv2/core.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace chestlens {
namespace {

constexpr std::size_t extra_axes = 14;  // iterated beside those wanted, which converge sooner so
constexpr int most_rounds = 60;
constexpr int steps_of_a_round = 4;
constexpr double least_growth = 1e-6;
constexpr std::size_t rows_at_once = 256;

double dot(std::span<const float> a, std::span<const float> b) {
  return std::inner_product(
      a.begin(), a.end(), b.begin(), 0.0, [](double sum, double product) { return sum + product; },
      [](double x, double y) { return x * y; });
}

std::span<float> row_of(Rows& rows, std::size_t i) {
  return std::span(rows.values).subspan(i * rows.width, rows.width);
}

void subtract(std::span<float> from, std::span<const float> axis, double factor) {
  for (std::size_t k = 0; k < from.size(); ++k) {
    from[k] = static_cast<float>(from[k] - factor * axis[k]);
  }
}

/// Gram and Schmidt's process, each row twice against those before it. A row that lies among them,
/// as where the variance ends, becomes 0.
void orthonormalize(Rows& axes) {
  for (std::size_t i = 0; i < axes.count(); ++i) {
    const auto axis = row_of(axes, i);
    const double before = std::sqrt(dot(axis, axis));
    for (int twice = 0; twice < 2; ++twice) {
      for (std::size_t j = 0; j < i; ++j) subtract(axis, axes.row(j), dot(axis, axes.row(j)));
    }
    const double length = std::sqrt(dot(axis, axis));
    const double scale = length > 1e-6 * before ? 1.0 / length : 0.0;
    for (float& value : axis) value = static_cast<float>(value * scale);
  }
}

/// Each row's product with a symmetric matrix.
Rows times(const Rows& rows, const PackedRows& matrix, int threads) {
  Rows product{rows.width, std::vector<float>(rows.values.size())};
  constexpr std::size_t columns_at_once = 8 * packed_together;
  parallel_for((rows.width + columns_at_once - 1) / columns_at_once, threads,
               [&](std::size_t part) {
                 const std::size_t first = part * columns_at_once;
                 products(rows.values.data(), rows.count(), matrix, first,
                          std::min(rows.width, first + columns_at_once),
                          product.values.data() + first, rows.width);
               });
  return product;
}

/// Axes as they were, turned among themselves so that they are the matrix' own within their space
/// (Rayleigh and Ritz), the largest first, with the variance along each.
std::vector<double> turn_to_own(Rows& axes, const PackedRows& matrix, int threads) {
  const Rows moved = times(axes, matrix, threads);
  const auto count = static_cast<int>(axes.count());
  cv::Mat1d within(count, count);
  for (int i = 0; i < count; ++i) {
    for (int j = i; j < count; ++j) {
      within(i, j) = within(j, i) =
          dot(axes.row(static_cast<std::size_t>(i)), moved.row(static_cast<std::size_t>(j)));
    }
  }
  cv::Mat1d values, vectors;
  cv::eigen(within, values, vectors);
  Rows turned{axes.width, std::vector<float>(axes.values.size())};
  for (int i = 0; i < count; ++i) {
    const auto into = row_of(turned, static_cast<std::size_t>(i));
    for (int j = 0; j < count; ++j) {
      subtract(into, axes.row(static_cast<std::size_t>(j)), -vectors(i, j));
    }
  }
  axes = std::move(turned);
  return {values.begin(), values.end()};
}

Rows random_axes(std::size_t count, std::size_t width) {
  Rows axes{width, std::vector<float>(count * width)};
  std::mt19937_64 random(42);
  for (float& value : axes.values) {
    value = static_cast<float>(random() >> 40U) * 0x1p-23F - 1.0F;
  }
  return axes;
}

void point_upwards(std::span<float> axis) {
  const float largest = *std::ranges::max_element(axis, {}, [](float x) { return std::abs(x); });
  if (largest >= 0.0F) return;
  for (float& value : axis) value = -value;
}

}  // namespace

double PrincipalComponents::share() const {
  if (!(all_variance > 0.0)) return 1.0;
  return std::min(1.0, std::accumulate(variances.begin(), variances.end(), 0.0) / all_variance);
}

PrincipalComponents principal_components(const Rows& rows, std::size_t components, int threads) {
  PrincipalComponents found{.mean = mean_of(rows), .axes = {}, .variances = {}};
  const Rows matrix = covariance(rows, found.mean, threads);
  const PackedRows packed(matrix.values.data(), rows.width, rows.width);
  for (std::size_t k = 0; k < rows.width; ++k) {
    found.all_variance += matrix.values[k * (rows.width + 1)];
  }
  const std::size_t wanted = std::min({components, rows.count() - 1, rows.width});
  found.axes = random_axes(std::min(wanted + extra_axes, rows.width), rows.width);
  orthonormalize(found.axes);
  std::vector<double> variances;
  double held = -1.0;
  for (int round = 0; round < most_rounds; ++round) {
    variances = turn_to_own(found.axes, packed, threads);
    const double before = held;
    held = std::accumulate(variances.begin(), variances.begin() + std::ptrdiff_t(wanted), 0.0);
    if (held - before <= least_growth * held) break;
    for (int step = 0; step < steps_of_a_round; ++step) {
      found.axes = times(found.axes, packed, threads);
      orthonormalize(found.axes);
    }
  }
  found.axes.values.resize(wanted * rows.width);
  for (std::size_t i = 0; i < wanted; ++i) {
    point_upwards(row_of(found.axes, i));
    found.variances.push_back(static_cast<float>(std::max(0.0, variances[i])));
  }
  return found;
}

Rows project(const Rows& rows, const PrincipalComponents& components, int threads) {
  const std::size_t count = rows.count(), axes = components.axes.count(), width = rows.width;
  const PackedRows packed(components.axes.values.data(), axes, width);
  Rows projected{axes, std::vector<float>(count * axes)};
  parallel_for((count + rows_at_once - 1) / rows_at_once, threads, [&](std::size_t part) {
    const std::size_t begin = part * rows_at_once, some = std::min(rows_at_once, count - begin);
    std::vector<float> centred(some * width);
    for (std::size_t i = 0; i < some; ++i) {
      std::ranges::transform(rows.row(begin + i), components.mean,
                             centred.begin() + std::ptrdiff_t(i * width), std::minus());
    }
    products(centred.data(), some, packed, 0, axes, projected.values.data() + begin * axes, axes);
  });
  return projected;
}

}  // namespace chestlens
