#include "embed/distances.hpp"

#include "data/parallel.hpp"

#include <algorithm>
#include <numeric>

namespace chestlens {
namespace {

constexpr std::size_t entries_at_once = std::size_t{1} << 18U;  // a megabyte, for each thread
constexpr std::size_t most_rows_at_once = 64;

std::vector<float> about_their_mean(const Rows& rows) {
  std::vector<double> mean(rows.width, 0.0);
  for (std::size_t i = 0; i < rows.count(); ++i) {
    for (std::size_t k = 0; k < rows.width; ++k) mean[k] += rows.row(i)[k];
  }
  for (double& sum : mean) sum /= static_cast<double>(rows.count());
  std::vector<float> centred(rows.values.size());
  for (std::size_t i = 0; i < centred.size(); ++i) {
    centred[i] = static_cast<float>(rows.values[i] - mean[i % rows.width]);
  }
  return centred;
}

std::vector<float> squares_of(const std::vector<float>& values, std::size_t width) {
  std::vector<float> squares(values.size() / width);
  for (std::size_t i = 0; i < squares.size(); ++i) {
    const auto row = std::span(values).subspan(i * width, width);
    squares[i] = std::inner_product(row.begin(), row.end(), row.begin(), 0.0F);
  }
  return squares;
}

}  // namespace

SquaredDistances::SquaredDistances(const Rows& rows)
    : centred_(about_their_mean(rows)),
      squares_(squares_of(centred_, rows.width)),
      packed_(centred_.data(), rows.count(), rows.width) {}

void SquaredDistances::for_each(
    int threads, const std::function<void(std::size_t i, std::span<const float>)>& work) const {
  const std::size_t points = count();
  const std::size_t at_once =
      std::clamp<std::size_t>(entries_at_once / points, 4, most_rows_at_once);
  parallel_for((points + at_once - 1) / at_once, threads, [&](std::size_t part) {
    const std::size_t begin = part * at_once;
    const std::size_t some = std::min(at_once, points - begin);
    std::vector<float> distances(some * points);
    products(centred_.data() + begin * packed_.depth(), some, packed_, 0, points, distances.data(),
             points);
    for (std::size_t i = 0; i < some; ++i) {
      const std::span row = std::span(distances).subspan(i * points, points);
      const float own = squares_[begin + i];
      for (std::size_t j = 0; j < points; ++j) {
        row[j] = std::max(0.0F, own + squares_[j] - 2.0F * row[j]);
      }
      work(begin + i, row);
    }
  });
}

}  // namespace chestlens
