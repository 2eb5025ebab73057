#include "support/expect.hpp"

#include <cstdlib>

namespace chestlens::testing {
namespace {

/// Largest difference of the decoded levels from expected(x, y).
template <typename Expected>
int largest_difference(const Bytes& file, const Raster& raster, Expected expected) {
  const Result<GreyImage> image = decode_image(file);
  if (!image) {
    ADD_FAILURE() << to_string(image.error());
    return 256;
  }
  EXPECT_EQ(image->max_level, 255);
  EXPECT_EQ(image->width_pixels, raster.width);
  EXPECT_EQ(image->height_pixels, raster.height);
  int largest = 0;
  for (int y = 0; y < raster.height; ++y) {
    for (int x = 0; x < raster.width; ++x) {
      const int level = image->pixels[area_pixels(raster.width, y) + static_cast<std::size_t>(x)];
      largest = std::max(largest, std::abs(level - static_cast<int>(expected(x, y))));
    }
  }
  return largest;
}

/// Where the frame header (SOF) of a file begins; its marker is the second byte.
std::size_t frame_header(const Bytes& file) {
  std::size_t at = 2;
  while (at + 9 < file.size()) {
    const auto marker = std::to_integer<int>(file[at + 1]);
    if (marker == 0xC0 || marker == 0xC2 || marker == 0xC9) return at;
    at += 2 + (std::to_integer<std::size_t>(file[at + 2]) << 8U) +
          std::to_integer<std::size_t>(file[at + 3]);
  }
  ADD_FAILURE() << "no frame header";
  return 0;
}

TEST(DecodeJpeg, GreyWithinOneLevel) {
  const Raster raster = smooth_raster(67, 45);
  EXPECT_LE(
      largest_difference(write_jpeg(raster), raster, [&](int x, int y) { return raster.at(x, y); }),
      1);
}

TEST(DecodeJpeg, ProgressiveEqualsBaseline) {
  const Raster raster = noise_raster(67, 45);
  const Result<GreyImage> baseline = decode_image(write_jpeg(raster, {.quality = 80}));
  const Result<GreyImage> progressive =
      decode_image(write_jpeg(raster, {.quality = 80, .progressive = true}));
  ASSERT_TRUE(baseline);
  ASSERT_TRUE(progressive);
  EXPECT_EQ(baseline->pixels, progressive->pixels);
}

TEST(DecodeJpeg, YcbcrGivesLumaWithinTwoLevels) {
  const Raster raster = smooth_raster(50, 70, 3);
  const int difference = largest_difference(
      write_jpeg(raster, {.color = JpegColor::ycbcr}), raster, [&](int x, int y) {
        return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
      });
  EXPECT_LE(difference, 1);
}

TEST(DecodeJpeg, RgbGivesLumaWithinOneLevel) {
  const Raster raster = smooth_raster(50, 70, 3);
  const int difference =
      largest_difference(write_jpeg(raster, {.color = JpegColor::rgb}), raster, [&](int x, int y) {
        return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
      });
  EXPECT_LE(difference, 1);
}

TEST(DecodeJpeg, FlatBlocksAreExact) {
  // A flat block has only its DC coefficient: level = 128 + DC / 8, exact at quantiser 1.
  for (const int value : {0, 1, 100, 127, 128, 200, 254, 255}) {
    const auto level = static_cast<std::uint16_t>(value);
    const Raster raster{16, 16, 1, 8, std::vector<std::uint16_t>(256, level)};
    EXPECT_EQ(largest_difference(write_jpeg(raster), raster, [&](int, int) { return level; }), 0);
  }
}

TEST(DecodeJpeg, CmykIsRefused) {
  expect_error(write_jpeg(noise_raster(16, 16, 4), {.color = JpegColor::cmyk}),
               ErrorCode::unsupported, "JPEG in CMYK");
}

TEST(DecodeJpeg, TwelveBitsAreRefused) {
  Bytes file = write_jpeg(noise_raster(16, 16));
  file[frame_header(file) + 4] = std::byte{12};
  expect_error(file, ErrorCode::unsupported, "JPEG of 12 bits per sample");
}

TEST(DecodeJpeg, LosslessAndArithmeticAreRefused) {
  Bytes lossless = write_jpeg(noise_raster(16, 16));
  lossless[frame_header(lossless) + 1] = std::byte{0xC3};
  expect_error(lossless, ErrorCode::unsupported, "lossless");
  expect_error(write_jpeg(noise_raster(16, 16), {.arithmetic = true}), ErrorCode::unsupported,
               "arithmetic");
}

TEST(DecodeJpeg, TruncationNamesTheRow) {
  const Bytes file = write_jpeg(noise_raster(64, 2000));
  expect_error(cut(file, 20), ErrorCode::truncated, "JPEG truncated in its header");
  expect_error(cut(file, file.size() - 2), ErrorCode::truncated, "of 2,000 rows");
  const Result<GreyImage> half = decode_image(cut(file, file.size() / 2));
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().code, ErrorCode::truncated);
  int rows = 0;
  ASSERT_EQ(
      std::sscanf(half.error().message.c_str(), "JPEG truncated after %d of 2,000 rows", &rows), 1)
      << half.error().message;
  EXPECT_EQ(rows % 8, 0) << "rows are decoded by blocks of 8";
  EXPECT_GE(rows, 950);
  EXPECT_LE(rows, 1008);
}

TEST(DecodeJpeg, TruncatedProgressiveIsAnError) {
  const Bytes file = write_jpeg(noise_raster(64, 64), {.progressive = true});
  expect_error(cut(file, file.size() / 2), ErrorCode::truncated,
               "JPEG truncated after 0 of 64 rows");
}

TEST(DecodeJpeg, DamagedDataIsAnError) {
  Bytes file = write_jpeg(noise_raster(64, 64));
  const std::size_t middle = file.size() / 2;
  file[middle] = std::byte{0xFF};  // a restart marker where none belongs
  file[middle + 1] = std::byte{0xD3};
  expect_error(file, ErrorCode::corrupt, "JPEG corrupt after");
}

TEST(DecodeJpeg, HugeHeaderIsRefusedBeforeMemoryIsTaken) {
  Bytes file = write_jpeg(noise_raster(16, 16));
  const std::size_t at = frame_header(file);
  for (const std::size_t side : {at + 5, at + 7}) {
    file[side] = std::byte{0xEA};  // 60,000 = 0xEA60
    file[side + 1] = std::byte{0x60};
  }
  expect_error(file, ErrorCode::too_large, "JPEG of 60,000 x 60,000 pixels refused");
  for (const std::size_t side : {at + 5, at + 7}) {
    file[side] = std::byte{0xFF};  // 65,535, the most a JPEG can say
    file[side + 1] = std::byte{0xFF};
  }
  expect_error(file, ErrorCode::too_large, "JPEG of 65,535 x 65,535 pixels refused");
}

TEST(DecodeJpeg, EndlessScansAreRefused) {
  // A progressive file whose last scan is repeated a thousand times.
  Bytes file = write_jpeg(noise_raster(16, 16), {.progressive = true});
  std::size_t last_scan = 0;
  for (std::size_t i = 0; i + 1 < file.size(); ++i) {
    if (file[i] == std::byte{0xFF} && file[i + 1] == std::byte{0xDA}) last_scan = i;
  }
  const Bytes scan(file.begin() + static_cast<std::ptrdiff_t>(last_scan), file.end() - 2);
  for (int i = 0; i < 1000; ++i) file.insert(file.end() - 2, scan.begin(), scan.end());
  expect_error(file, ErrorCode::corrupt, "more than 500 scans");
}

}  // namespace
}  // namespace chestlens::testing
