#include "curation/fingerprint.hpp"

#include "curation/shrunk.hpp"
#include "io/sha256.hpp"

#include <chestlens/dicom.hpp>

#include <fmt/format.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <cmath>
#include <string_view>

namespace chestlens {
namespace {

std::string pixel_digest(const GreyImage& film) {
  std::string text =
      fmt::format("{}x{}/{}\n", film.width_pixels, film.height_pixels, film.max_level);
  const auto pixels = std::as_bytes(std::span(film.pixels));
  text.append(reinterpret_cast<const char*>(pixels.data()), pixels.size());
  return sha256_hex(text);
}

}  // namespace

std::uint64_t perceptual_hash(const GreyImage& film) {
  constexpr int side = 32;
  constexpr int frequencies = 8;
  cv::Mat spectrum;
  cv::dct(shrunk(film, side), spectrum);
  // The first row and column hold the mean and plain gradients, which exposure changes.
  std::array<float, frequencies * frequencies> lowest{};
  for (int y = 0; y < frequencies; ++y) {
    for (int x = 0; x < frequencies; ++x) {
      lowest[static_cast<std::size_t>(y * frequencies + x)] = spectrum.at<float>(y + 1, x + 1);
    }
  }
  auto sorted = lowest;
  std::ranges::nth_element(sorted, sorted.begin() + sorted.size() / 2);
  const float median = sorted[sorted.size() / 2];
  std::uint64_t hash = 0;
  for (const float value : lowest) hash = hash << 1U | (value > median ? 1U : 0U);
  return hash;
}

std::vector<std::int8_t> fine_detail(const GreyImage& film) {
  const cv::Mat small = shrunk(film, detail_side);
  cv::Mat shading;
  constexpr double sigma_pixels = 3.0;
  cv::GaussianBlur(small, shading, {}, sigma_pixels);
  cv::Mat detail = small - shading;
  cv::Scalar mean;
  cv::Scalar deviation;
  cv::meanStdDev(detail, mean, deviation);
  std::vector<std::int8_t> bytes(area_pixels(detail_side, detail_side), 0);
  if (deviation[0] < 1e-6) return bytes;
  constexpr double levels_a_deviation = 32.0;  // what lies beyond four deviations is clipped
  std::transform(detail.begin<float>(), detail.end<float>(), bytes.begin(), [&](float value) {
    const double scaled = (value - mean[0]) / deviation[0] * levels_a_deviation;
    return static_cast<std::int8_t>(std::lround(std::clamp(scaled, -127.0, 127.0)));
  });
  return bytes;
}

double detail_correlation(std::span<const std::int8_t> a, std::span<const std::int8_t> b) {
  const std::size_t count = std::min(a.size(), b.size());
  std::int64_t sum_a = 0, sum_b = 0, aa = 0, bb = 0, ab = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const int x = a[i];
    const int y = b[i];
    sum_a += x;
    sum_b += y;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  const auto n = static_cast<double>(count);
  const auto centred = [n](std::int64_t product, std::int64_t one, std::int64_t other) {
    return static_cast<double>(product) - static_cast<double>(one) * static_cast<double>(other) / n;
  };
  const double scale = std::sqrt(centred(aa, sum_a, sum_a) * centred(bb, sum_b, sum_b));
  return scale > 0.0 ? centred(ab, sum_a, sum_b) / scale : 0.0;
}

Fingerprint fingerprint(std::span<const std::byte> file, const GreyImage& film) {
  return {.file_digest = sha256_hex(file),
          .pixel_digest = pixel_digest(film),
          .hash = perceptual_hash(film),
          .detail = fine_detail(film)};
}

Result<Fingerprint> fingerprint(std::span<const std::byte> file) {
  CHESTLENS_TRY(const auto film, decode_film(file));
  return fingerprint(file, film.image);
}

}  // namespace chestlens
