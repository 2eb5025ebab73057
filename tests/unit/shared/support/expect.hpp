#pragma once

#include "image_writers.hpp"

#include <chestlens/decode.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::testing {

/// Rec. 601 luma, written out again: round(0.299 R + 0.587 G + 0.114 B), half up.
inline std::uint16_t expected_luma(std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
  return static_cast<std::uint16_t>((2 * (299 * red + 587 * green + 114 * blue) + 1000) / 2000);
}

/// round(level * alpha / max), half up.
inline std::uint16_t expected_over_black(std::uint32_t level, std::uint32_t alpha,
                                         std::uint32_t max) {
  const std::uint64_t twice = 2;
  return static_cast<std::uint16_t>((twice * level * alpha + max) / (twice * max));
}

/// Decodes, fails the test on an error, and compares size, range and every pixel;
/// expected(x, y) gives the level.
template <typename Expected>
void expect_pixels(const Bytes& file, int width, int height, std::uint16_t max_level,
                   Expected expected) {
  const Result<GreyImage> image = decode_image(file);
  ASSERT_TRUE(image) << to_string(image.error());
  EXPECT_EQ(image->width_pixels, width);
  EXPECT_EQ(image->height_pixels, height);
  EXPECT_EQ(image->max_level, max_level);
  ASSERT_EQ(image->pixels.size(), area_pixels(width, height));
  int wrong = 0;
  for (int y = 0; y < height && wrong < 5; ++y) {
    for (int x = 0; x < width && wrong < 5; ++x) {
      const int level = image->pixels[area_pixels(width, y) + static_cast<std::size_t>(x)];
      const int wanted = expected(x, y);
      EXPECT_EQ(level, wanted) << "at x " << x << ", y " << y;
      if (level != wanted) ++wrong;
    }
  }
}

/// The level that a film of this orientation (TIFF 6.0, tag 274) has at x, y when it is seen
/// upright: where its first row and first column are to be.
inline std::uint16_t seen_at(const Raster& stored, int orientation, int x, int y) {
  const int right = stored.width - 1, bottom = stored.height - 1;
  switch (orientation) {
    case 2:
      return stored.at(right - x, y);
    case 3:
      return stored.at(right - x, bottom - y);
    case 4:
      return stored.at(x, bottom - y);
    case 5:
      return stored.at(y, x);
    case 6:
      return stored.at(y, bottom - x);
    case 7:
      return stored.at(right - y, bottom - x);
    case 8:
      return stored.at(right - y, x);
    default:
      return stored.at(x, y);
  }
}

/// EXIF data with this orientation.
inline Bytes exif_of(int orientation, bool big_endian = false) {
  ByteWriter exif(big_endian);
  exif.text(big_endian ? "MM" : "II").u16(42).u32(8).u16(1);
  exif.u16(274).u16(3).u32(1).u16(static_cast<std::uint32_t>(orientation)).u16(0).u32(0);
  return exif.take();
}

/// Decodes and expects an error of this code whose message holds `part`.
inline void expect_error(const Bytes& file, ErrorCode code, std::string_view part,
                         const DecodeLimits& limits = {}) {
  const Result<GreyImage> image = decode_image(file, limits);
  ASSERT_FALSE(image) << "decoded " << image->width_pixels << " x " << image->height_pixels;
  EXPECT_EQ(to_string(image.error().code), to_string(code)) << to_string(image.error());
  EXPECT_THAT(to_string(image.error()), ::testing::HasSubstr(part))
      << "\"" << to_string(image.error()) << "\" should hold \"" << part << "\"";
}

/// Bytes from hexadecimal digits.
inline Bytes from_hex(std::string_view digits) {
  Bytes bytes;
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  for (std::size_t i = 0; i + 1 < digits.size(); i += 2) {
    bytes.push_back(static_cast<std::byte>(value(digits[i]) * 16 + value(digits[i + 1])));
  }
  return bytes;
}

inline Bytes cut(const Bytes& file, std::size_t bytes) {
  return Bytes(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(bytes));
}

}  // namespace chestlens::testing
