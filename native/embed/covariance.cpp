#include "embed/covariance.hpp"

#include "data/parallel.hpp"
#include "embed/products.hpp"

#include <algorithm>
#include <cstddef>

namespace chestlens {
namespace {

constexpr std::size_t rows_at_once = 2048;
constexpr std::size_t columns_at_once = 128;  // a multiple of a panel's width

/// Some rows about their mean, a row of each column: [K, end - begin].
std::vector<float> columns_of(const Rows& rows, const std::vector<float>& mean, std::size_t begin,
                              std::size_t end) {
  const std::size_t some = end - begin;
  std::vector<float> columns(rows.width * some);
  for (std::size_t i = begin; i < end; ++i) {
    const auto row = rows.row(i);
    for (std::size_t k = 0; k < rows.width; ++k) columns[k * some + i - begin] = row[k] - mean[k];
  }
  return columns;
}

}  // namespace

std::vector<float> mean_of(const Rows& rows) {
  std::vector<double> sums(rows.width, 0.0);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    const auto row = rows.row(i);
    for (std::size_t k = 0; k < rows.width; ++k) sums[k] += row[k];
  }
  std::vector<float> mean(rows.width);
  std::ranges::transform(sums, mean.begin(), [&](double sum) {
    return static_cast<float>(sum / static_cast<double>(rows.count()));
  });
  return mean;
}

Rows covariance(const Rows& rows, const std::vector<float>& mean, int threads) {
  const std::size_t width = rows.width, parts = (width + columns_at_once - 1) / columns_at_once;
  std::vector<double> sums(width * width, 0.0);
  for (std::size_t begin = 0; begin < rows.count(); begin += rows_at_once) {
    const std::size_t end = std::min(rows.count(), begin + rows_at_once);
    const auto columns = columns_of(rows, mean, begin, end);
    const PackedRows packed(columns.data(), width, end - begin);
    // What lies above the diagonal is below it, too.
    parallel_for(parts, threads, [&](std::size_t part) {
      const std::size_t first = part * columns_at_once;
      const std::size_t some = std::min(columns_at_once, width - first);
      const std::size_t stride = width - first;
      std::vector<float> block(some * stride);
      products(columns.data() + first * (end - begin), some, packed, first, width, block.data(),
               stride);
      for (std::size_t i = 0; i < some; ++i) {
        double* into = sums.data() + (first + i) * width + first;
        for (std::size_t j = 0; j < stride; ++j) into[j] += block[i * stride + j];
      }
    });
  }
  const double freedom = static_cast<double>(rows.count()) - 1.0;
  Rows matrix{width, std::vector<float>(width * width)};
  for (std::size_t i = 0; i < width; ++i) {
    for (std::size_t j = i; j < width; ++j) {
      const auto value = static_cast<float>(sums[i * width + j] / freedom);
      matrix.values[i * width + j] = matrix.values[j * width + i] = value;
    }
  }
  return matrix;
}

}  // namespace chestlens
