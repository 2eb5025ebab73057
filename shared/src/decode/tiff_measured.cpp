#include "tiff_films.hpp"

#include <chestlens/float16.hpp>
#include <chestlens/text.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace chestlens::decoder {
namespace {

/// The number that a sample's bits stand for.
double number_of(std::uint64_t bits, const TiffLayout& layout) {
  if (layout.sample_format == SAMPLEFORMAT_IEEEFP) {
    if (layout.bits == 64) return std::bit_cast<double>(bits);
    if (layout.bits == 32) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
    return from_float16(static_cast<std::uint16_t>(bits));
  }
  if (layout.sample_format != SAMPLEFORMAT_INT) return static_cast<double>(bits);
  const int unused = 64 - layout.bits;
  return static_cast<double>(static_cast<std::int64_t>(bits << unused) >> unused);
}

}  // namespace

bool is_measured(const TiffLayout& layout) {
  const bool is_grey =
      layout.photometric == PHOTOMETRIC_MINISBLACK || layout.photometric == PHOTOMETRIC_MINISWHITE;
  const bool is_number = layout.sample_format == SAMPLEFORMAT_IEEEFP
                             ? layout.bits == 16 || layout.bits == 32 || layout.bits == 64
                             : layout.bits <= 32;
  return is_grey && is_number && layout.sample_format <= SAMPLEFORMAT_VOID;
}

Result<Decoded> decode_measured(TIFF* tiff, const TiffSource& source, const TiffLayout& layout) {
  std::vector<double> values(
      area_pixels(static_cast<int>(layout.width), static_cast<int>(layout.height)));
  CHESTLENS_CHECK(
      each_tiff_pixel(tiff, source, layout,
                      [&](const TiffBlock& block, std::size_t x, std::size_t y, std::size_t pixel) {
                        values[pixel] = number_of(block.sample(x, y, 0), layout);
                      }));
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (low > high) return fail(ErrorCode::corrupt, "TIFF of which no value is a number");
  constexpr std::uint16_t max_level = 65535;
  Decoded decoded{.image = blank_image(layout.width, layout.height, max_level)};
  const double span = high > low ? high - low : 1;
  const bool inverted = layout.photometric == PHOTOMETRIC_MINISWHITE;
  std::ranges::transform(values, decoded.image.pixels.begin(), [&](double value) {
    if (!std::isfinite(value)) return std::uint16_t{0};
    const double share = (value - low) / span;
    return static_cast<std::uint16_t>(std::lround((inverted ? 1 - share : share) * max_level));
  });
  decoded.notes.push_back("Its values, " + describe_number(low) + " to " + describe_number(high) +
                          ", are spread from black to white.");
  return decoded;
}

}  // namespace chestlens::decoder
