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

TEST(DecodeJpeg, CmykIsReadAsAdobeWritesIt) {
  const Raster raster = smooth_raster(50, 70, 4);
  const int difference =
      largest_difference(write_jpeg(raster, {.color = JpegColor::cmyk}), raster, [&](int x, int y) {
        const auto over_ink = [&](int c) {
          return expected_over_black(raster.at(x, y, c), raster.at(x, y, 3), 255);
        };
        return expected_luma(over_ink(0), over_ink(1), over_ink(2));
      });
  EXPECT_LE(difference, 2);
}

/// The file with EXIF data right behind its first marker.
Bytes with_exif(const Bytes& jpeg, const Bytes& exif) {
  const auto length = static_cast<std::uint32_t>(exif.size() + 8);
  const Bytes head = ByteWriter(true).u16(0xFFE1).u16(length).text({"Exif\0\0", 6}).take();
  Bytes file(jpeg.begin(), jpeg.begin() + 2);
  file.insert(file.end(), head.begin(), head.end());
  file.insert(file.end(), exif.begin(), exif.end());
  file.insert(file.end(), jpeg.begin() + 2, jpeg.end());
  return file;
}

TEST(DecodeJpeg, EveryExifOrientationIsSeenUpright) {
  const Raster raster = noise_raster(24, 16);
  const Bytes plain = write_jpeg(raster);
  const auto stored = decode_image(plain);
  ASSERT_TRUE(stored);
  const Raster as_stored{24, 16, 1, 8, stored->pixels};
  for (int orientation = 1; orientation <= 8; ++orientation) {
    for (const bool big_endian : {false, true}) {
      SCOPED_TRACE(orientation);
      const Bytes file = with_exif(plain, exif_of(orientation, big_endian));
      const bool turned = orientation >= 5;
      expect_pixels(file, turned ? 16 : 24, turned ? 24 : 16, 255,
                    [&](int x, int y) { return seen_at(as_stored, orientation, x, y); });
      EXPECT_EQ(decode_picture(file)->notes.size(), orientation == 1 ? 0U : 1U);
    }
  }
  EXPECT_THAT(
      decode_picture(with_exif(plain, exif_of(6)))->notes,
      ::testing::ElementsAre("Its orientation tag asks for it to be seen turned to the right."));
  expect_pixels(with_exif(plain, cut(exif_of(6), 12)), 24, 16, 255,
                [&](int x, int y) { return as_stored.at(x, y); });
}

TEST(DecodeJpeg, AMissingEndOfWhichEveryPixelIsThereIsNoted) {
  for (const bool progressive : {false, true}) {
    const Bytes whole = write_jpeg(noise_raster(64, 48), {.progressive = progressive});
    const auto film = decode_picture(cut(whole, whole.size() - 2));
    ASSERT_TRUE(film) << to_string(film.error());
    EXPECT_EQ(film->image.pixels, decode_image(whole)->pixels);
    EXPECT_THAT(film->notes, ::testing::ElementsAre(::testing::HasSubstr("every pixel is there")));
  }
}

TEST(DecodeJpeg, AProgressiveFileWithoutItsLastScanIsAnError) {
  const Bytes file = write_jpeg(noise_raster(64, 64), {.progressive = true});
  std::size_t last_scan = 0;
  for (std::size_t i = 0; i + 1 < file.size(); ++i) {
    if (file[i] == std::byte{0xFF} && file[i + 1] == std::byte{0xDA}) last_scan = i;
  }
  expect_error(cut(file, last_scan), ErrorCode::truncated, "JPEG truncated");
}

TEST(DecodeJpeg, TwelveBitsAreRefused) {
  Bytes file = write_jpeg(noise_raster(16, 16));
  file[frame_header(file) + 4] = std::byte{12};
  expect_error(file, ErrorCode::unsupported, "JPEG of 12 bits per sample");
}

TEST(DecodeJpeg, ArithmeticCodingIsRead) {
  const Raster raster = noise_raster(67, 45);
  const auto film = decode_image(write_jpeg(raster, {.arithmetic = true}));
  ASSERT_TRUE(film) << to_string(film.error());
  EXPECT_EQ(film->pixels, decode_image(write_jpeg(raster))->pixels);
}

TEST(DecodeJpeg, LosslessIsRefused) {
  Bytes lossless = write_jpeg(noise_raster(16, 16));
  lossless[frame_header(lossless) + 1] = std::byte{0xC3};
  expect_error(lossless, ErrorCode::unsupported, "lossless");
}

TEST(DecodeJpeg, TruncationNamesTheRow) {
  const Bytes file = write_jpeg(noise_raster(64, 2000));
  expect_error(cut(file, 20), ErrorCode::truncated, "JPEG truncated in its header");
  expect_error(cut(file, file.size() - 40), ErrorCode::truncated, "of 2,000 rows");
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
