#include "support/expect.hpp"

#include <algorithm>
#include <string_view>

namespace chestlens::testing {
namespace {

TEST(DecodePng, GreyOfEveryDepthKeepsItsFullRange) {
  for (const int bits : {1, 2, 4, 8, 16}) {
    SCOPED_TRACE(bits);
    const Raster raster = noise_raster(37, 19, 1, bits);
    const int scale = bits == 16 ? 1 : 255 / raster.max_level();
    expect_pixels(write_png(raster), 37, 19, bits == 16 ? 65535 : 255,
                  [&](int x, int y) { return raster.at(x, y) * scale; });
  }
}

TEST(DecodePng, GreyAlphaIsLaidOverBlack) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(23, 31, 2, bits);
    expect_pixels(write_png(raster), 23, 31, raster.max_level(), [&](int x, int y) {
      return expected_over_black(raster.at(x, y, 0), raster.at(x, y, 1), raster.max_level());
    });
  }
}

TEST(DecodePng, RgbBecomesLuma) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(40, 11, 3, bits);
    expect_pixels(write_png(raster), 40, 11, raster.max_level(), [&](int x, int y) {
      return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
    });
  }
}

TEST(DecodePng, RgbaBecomesLumaOverBlack) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(13, 17, 4, bits);
    expect_pixels(write_png(raster), 13, 17, raster.max_level(), [&](int x, int y) {
      const int luma = expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
      return expected_over_black(static_cast<std::uint32_t>(luma), raster.at(x, y, 3),
                                 raster.max_level());
    });
  }
}

TEST(DecodePng, PaletteOfEveryDepth) {
  for (const int bits : {1, 2, 4, 8}) {
    SCOPED_TRACE(bits);
    const Raster raster = noise_raster(21, 9, 1, bits);
    const Raster colors = noise_raster(1 << bits, 1, 3, 8, 7);
    PngOptions options;
    for (int i = 0; i < colors.width; ++i) {
      options.palette.push_back({colors.at(i, 0, 0), colors.at(i, 0, 1), colors.at(i, 0, 2)});
    }
    options.palette_alpha = {128};  // the first color half transparent, the others opaque
    expect_pixels(write_png(raster, options), 21, 9, 255, [&](int x, int y) -> int {
      const int index = raster.at(x, y);
      const auto& color = options.palette[static_cast<std::size_t>(index)];
      const std::uint16_t luma = expected_luma(color[0], color[1], color[2]);
      return index == 0 ? expected_over_black(luma, 128, 255) : luma;
    });
  }
}

TEST(DecodePng, TransparentColorBecomesBlack) {
  const Raster grey = noise_raster(16, 16, 1, 4);
  expect_pixels(write_png(grey, {.transparent = Color{9, 0, 0}}), 16, 16, 255,
                [&](int x, int y) { return grey.at(x, y) == 9 ? 0 : grey.at(x, y) * 17; });
  Raster rgb = noise_raster(8, 8, 3, 16);
  rgb.samples[0] = 40'000;
  rgb.samples[1] = 50'000;
  rgb.samples[2] = 60'000;
  const Bytes file = write_png(rgb, {.transparent = Color{40'000, 50'000, 60'000}});
  expect_pixels(file, 8, 8, 65535, [&](int x, int y) -> int {
    if (x == 0 && y == 0) return 0;
    return expected_luma(rgb.at(x, y, 0), rgb.at(x, y, 1), rgb.at(x, y, 2));
  });
}

TEST(DecodePng, InterlacedOfEverySizeUpToTwoBlocks) {
  for (int height = 1; height <= 17; ++height) {
    for (int width = 1; width <= 17; ++width) {
      SCOPED_TRACE(std::to_string(width) + " x " + std::to_string(height));
      const Raster raster = noise_raster(width, height, 1, 8);
      expect_pixels(write_png(raster, {.interlaced = true}), width, height, 255,
                    [&](int x, int y) { return raster.at(x, y); });
    }
  }
}

TEST(DecodePng, InterlacedColorOf16BitsAndGreyOf2Bits) {
  const Raster rgb = noise_raster(29, 33, 3, 16);
  expect_pixels(write_png(rgb, {.interlaced = true}), 29, 33, 65535, [&](int x, int y) {
    return expected_luma(rgb.at(x, y, 0), rgb.at(x, y, 1), rgb.at(x, y, 2));
  });
  const Raster grey = noise_raster(29, 33, 1, 2);
  expect_pixels(write_png(grey, {.interlaced = true}), 29, 33, 255,
                [&](int x, int y) { return grey.at(x, y) * 85; });
}

TEST(DecodePng, TruncationNamesTheRow) {
  const Bytes file = write_png(noise_raster(100, 5000, 1, 16));
  expect_error(cut(file, 20), ErrorCode::truncated, "PNG truncated in its header");
  expect_error(cut(file, 33), ErrorCode::truncated, "PNG truncated after 0 of 5,000 rows");
  const Result<GreyImage> half = decode_image(cut(file, file.size() / 2));
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().code, ErrorCode::truncated);
  // Noise does not compress, so half the bytes are half the rows but for libpng's buffers.
  int rows = 0;
  ASSERT_EQ(
      std::sscanf(half.error().message.c_str(), "PNG truncated after 2,%d of 5,000 rows", &rows), 1)
      << half.error().message;
  EXPECT_GE(rows, 400);
  EXPECT_LE(rows, 510);
}

TEST(DecodePng, AnEndThatIsMissingOrDamagedIsNoted) {
  const Bytes whole = write_png(noise_raster(64, 50));
  const auto pixels = decode_image(whole)->pixels;
  for (const std::size_t missing : std::initializer_list<std::size_t>{1, 4, 11, 12}) {
    const auto film = decode_picture(cut(whole, whole.size() - missing));
    ASSERT_TRUE(film) << to_string(film.error());
    EXPECT_EQ(film->image.pixels, pixels);
    EXPECT_THAT(film->notes, ::testing::ElementsAre(::testing::HasSubstr("end is missing")));
  }
  Bytes damaged = whole;
  damaged.back() ^= std::byte{1};  // the last chunk's checksum
  const auto film = decode_picture(damaged);
  ASSERT_TRUE(film) << to_string(film.error());
  EXPECT_EQ(film->image.pixels, pixels);
  EXPECT_THAT(film->notes, ::testing::ElementsAre(::testing::HasSubstr("is damaged")));
}

TEST(DecodePng, OfTwoChecksumsOfThePixelsOneMayBeWrong) {
  const Raster raster = noise_raster(64, 50);
  const Bytes whole = write_png(raster);
  const auto changed_at = [&](std::size_t from_end) {
    Bytes file = whole;
    file[file.size() - from_end] ^= std::byte{1};
    return file;
  };
  const Bytes chunks = changed_at(13);  // the end of IDAT, before the 12 bytes of IEND
  expect_pixels(chunks, 64, 50, 255, [&](int x, int y) { return raster.at(x, y); });
  EXPECT_THAT(decode_picture(chunks)->notes,
              ::testing::ElementsAre(::testing::HasSubstr("the other one right")));
  expect_error(changed_at(17), ErrorCode::corrupt, "IDAT");   // zlib's, and with it the chunk's
  expect_error(changed_at(117), ErrorCode::corrupt, "IDAT");  // a pixel
}

TEST(DecodePng, AWrongChecksumOfThePaletteIsAnError) {
  Bytes file = write_png(noise_raster(9, 9), {.palette = std::vector<Color>(256, Color{1, 2, 3})});
  const std::string_view name = "PLTE";
  const auto at = std::ranges::search(file, name, {}, [](std::byte b) { return char(b); }).begin();
  *(at + 20) ^= std::byte{1};
  expect_error(file, ErrorCode::corrupt, "PLTE: CRC error");
}

TEST(DecodePng, AnAlphaThatIsZeroEverywhereMeansNothing) {
  Raster raster = noise_raster(20, 10, 4);
  for (std::size_t i = 3; i < raster.samples.size(); i += 4) raster.samples[i] = 0;
  const Bytes file = write_png(raster);
  expect_pixels(file, 20, 10, 255, [&](int x, int y) {
    return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
  });
  EXPECT_THAT(decode_picture(file)->notes,
              ::testing::ElementsAre("Its alpha is zero everywhere and was ignored."));
}

TEST(DecodePng, AnExifOrientationIsSeenUpright) {
  const Raster raster = noise_raster(7, 5);
  const Bytes plain = write_png(raster);
  const Bytes exif = exif_of(6);
  const Bytes head =
      ByteWriter(true).u32(static_cast<std::uint32_t>(exif.size())).text("eXIf").take();
  constexpr std::size_t header_end = 33;
  Bytes file(plain.begin(), plain.begin() + header_end);
  file.insert(file.end(), head.begin(), head.end());
  file.insert(file.end(), exif.begin(), exif.end());
  file.insert(file.end(), 4, std::byte{0});
  file.insert(file.end(), plain.begin() + header_end, plain.end());
  repair_png_checksums(file);
  expect_pixels(file, 5, 7, 255, [&](int x, int y) { return seen_at(raster, 6, x, y); });
}

TEST(DecodePng, InterlacedTruncationCountsWholeRowsOnly) {
  const Bytes file = write_png(noise_raster(64, 64), {.interlaced = true});
  expect_error(cut(file, file.size() / 3), ErrorCode::truncated, "after 0 of 64 rows");
}

TEST(DecodePng, DamagedDataIsCorrupt) {
  Bytes file = write_png(noise_raster(64, 64));
  file[file.size() / 2] ^= std::byte{0x55};
  expect_error(file, ErrorCode::corrupt, "PNG corrupt after");
}

TEST(DecodePng, HugeHeaderIsRefusedBeforeMemoryIsTaken) {
  Bytes file = write_png(noise_raster(4, 4));
  for (const std::size_t at : {16U, 20U}) {  // 100,000 = 0x000186A0
    file[at + 1] = std::byte{0x01};
    file[at + 2] = std::byte{0x86};
    file[at + 3] = std::byte{0xA0};
  }
  repair_png_checksums(file);
  expect_error(file, ErrorCode::too_large,
               "PNG of 100,000 x 100,000 pixels refused: the limit is 20,000 pixels a side and "
               "100,000,000 in all");
}

TEST(DecodePng, HeaderWithoutPixelsIsCorrupt) {
  Bytes file = write_png(noise_raster(4, 4));
  file[19] = std::byte{0};
  repair_png_checksums(file);
  expect_error(file, ErrorCode::corrupt, "PNG header says 0 x 4 pixels");
}

}  // namespace
}  // namespace chestlens::testing
