#include "support/expect.hpp"

#include <algorithm>
#include <cmath>

namespace chestlens::testing {
namespace {

constexpr std::uint16_t min_is_white = 0, rgb = 2, palette_tag = 3, ycbcr = 6;
constexpr std::uint16_t uncompressed = 1, fax = 4, lzw = 5, deflate = 8, pack_bits = 32773,
                        old_deflate = 32946;

std::string describe(const TiffOptions& options, int bits) {
  return "compression " + std::to_string(options.compression) + ", predictor " +
         std::to_string(options.predictor) + ", tile " + std::to_string(options.tile) +
         (options.planar ? ", planar" : "") + (options.big_endian ? ", big-endian" : "") +
         (options.big_tiff ? ", BigTIFF" : "") + ", bits " + std::to_string(bits);
}

/// Every storage the decoder reads.
std::vector<TiffOptions> storages() {
  std::vector<TiffOptions> all;
  for (const std::uint16_t compression : {uncompressed, lzw, deflate, old_deflate, pack_bits}) {
    for (const std::uint32_t tile : {0U, 16U}) {
      for (const bool planar : {false, true}) {
        for (const bool big_endian : {false, true}) {
          all.push_back({.compression = compression,
                         .planar = planar,
                         .big_endian = big_endian,
                         .tile = tile});
        }
      }
    }
  }
  all.push_back({.compression = lzw, .predictor = 2});
  all.push_back({.compression = deflate, .predictor = 2, .big_endian = true, .tile = 16});
  all.push_back({.big_tiff = true});
  all.push_back({.compression = deflate, .rows_per_strip = 1000});
  return all;
}

TEST(DecodeTiff, GreyInEveryStorage) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(37, 23, 1, bits);
    for (const TiffOptions& options : storages()) {
      SCOPED_TRACE(describe(options, bits));
      expect_pixels(write_tiff(raster, options), 37, 23, raster.max_level(),
                    [&](int x, int y) { return raster.at(x, y); });
    }
  }
}

TEST(DecodeTiff, RgbInEveryStorage) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(37, 23, 3, bits);
    for (TiffOptions options : storages()) {
      SCOPED_TRACE(describe(options, bits));
      options.photometric = rgb;
      expect_pixels(write_tiff(raster, options), 37, 23, raster.max_level(), [&](int x, int y) {
        return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
      });
    }
  }
}

TEST(DecodeTiff, WhiteIsZeroIsInverted) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(12, 9, 1, bits);
    expect_pixels(write_tiff(raster, {.photometric = min_is_white}), 12, 9, raster.max_level(),
                  [&](int x, int y) { return raster.max_level() - raster.at(x, y); });
  }
}

TEST(DecodeTiff, ExtraSampleByItsKind) {
  for (const bool planar : {false, true}) {
    for (const int bits : {8, 16}) {
      const Raster raster = noise_raster(12, 9, 4, bits);
      for (const std::uint16_t kind : std::initializer_list<std::uint16_t>{
               0, 1, 2}) {  // unspecified, already multiplied, alpha
        SCOPED_TRACE(std::to_string(kind) + (planar ? " planar" : ""));
        const Bytes file =
            write_tiff(raster, {.photometric = rgb, .planar = planar, .extra_sample = kind});
        expect_pixels(file, 12, 9, raster.max_level(), [&](int x, int y) {
          const std::uint16_t luma =
              expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
          return kind == 2 ? expected_over_black(luma, raster.at(x, y, 3), raster.max_level())
                           : luma;
        });
      }
    }
  }
  const Raster grey = noise_raster(12, 9, 2);
  expect_pixels(
      write_tiff(grey, {.extra_sample = std::uint16_t{2}}), 12, 9, 255,
      [&](int x, int y) { return expected_over_black(grey.at(x, y, 0), grey.at(x, y, 1), 255); });
}

TEST(DecodeTiff, PaletteOf16BitColors) {
  const Raster raster = noise_raster(30, 20);
  const Raster colors = noise_raster(256, 1, 3, 8, 5);
  TiffOptions options{.photometric = palette_tag, .compression = lzw};
  for (int i = 0; i < 256; ++i) {
    const auto level = [&](int c) { return static_cast<std::uint16_t>(257 * colors.at(i, 0, c)); };
    options.palette.push_back({level(0), level(1), level(2)});
  }
  expect_pixels(write_tiff(raster, options), 30, 20, 255, [&](int x, int y) {
    const int index = raster.at(x, y);
    return expected_luma(colors.at(index, 0, 0), colors.at(index, 0, 1), colors.at(index, 0, 2));
  });
}

TEST(DecodeTiff, WrittenByHandAgainstTheSpecification) {
  // TIFF 6.0, section 2: little-endian, one strip of 2 x 2 grey bytes behind the directory.
  ByteWriter file;
  file.text("II").u16(42).u32(8).u16(8);
  const auto entry = [&](std::uint32_t tag, std::uint32_t type, std::uint32_t value) {
    file.u16(tag).u16(type).u32(1).u32(value);
  };
  entry(256, 3, 2);    // ImageWidth
  entry(257, 3, 2);    // ImageLength
  entry(258, 3, 8);    // BitsPerSample
  entry(259, 3, 1);    // Compression
  entry(262, 3, 1);    // PhotometricInterpretation
  entry(273, 4, 110);  // StripOffsets
  entry(278, 3, 2);    // RowsPerStrip
  entry(279, 4, 4);    // StripByteCounts
  file.u32(0).u8(10).u8(20).u8(30).u8(40);
  expect_pixels(file.take(), 2, 2, 255, [](int x, int y) { return 10 + 10 * x + 20 * y; });
}

TEST(DecodeTiff, LargestPageIsReadAndTheOthersCounted) {
  const Raster raster = noise_raster(14, 15);
  expect_pixels(write_tiff(raster, {.pages = 3}), 14, 15, 255,
                [&](int x, int y) { return raster.at(x, y); });
  const Raster large = noise_raster(28, 30);
  const Bytes file = write_tiff(raster, {.pages = 2, .largest = large});
  expect_pixels(file, 28, 30, 255, [&](int x, int y) { return large.at(x, y); });
  const auto film = decode_picture(file);
  ASSERT_TRUE(film);
  EXPECT_THAT(film->notes,
              ::testing::ElementsAre("The file holds 3 images; this is the largest, number 3."));
}

TEST(DecodeTiff, TruncationIsAnError) {
  // libtiff writes the directory last; this one comes first, so that rows are there to count.
  ByteWriter file;
  file.text("II").u16(42).u32(8).u16(8);
  const auto entry = [&](std::uint32_t tag, std::uint32_t count, std::uint32_t value) {
    file.u16(tag).u16(4).u32(count).u32(value);
  };
  entry(256, 1, 100);
  entry(257, 1, 5000);
  entry(258, 1, 8);
  entry(259, 1, 1);
  entry(262, 1, 1);
  entry(273, 5, 110);
  entry(278, 1, 1024);
  entry(279, 5, 130);
  file.u32(0);
  constexpr std::uint32_t pixels_at = 150;
  for (std::uint32_t strip = 0; strip < 5; ++strip) file.u32(pixels_at + strip * 102'400);
  for (std::uint32_t strip = 0; strip < 5; ++strip) file.u32(strip < 4 ? 102'400U : 90'400U);
  file.bytes(Bytes(500'000, std::byte{77}));
  const Bytes whole = file.take();
  expect_pixels(whole, 100, 5000, 255, [](int, int) { return 77; });
  expect_error(cut(whole, pixels_at + 150'000), ErrorCode::truncated,
               "TIFF truncated after 1,024 of 5,000 rows");
  expect_error(cut(whole, pixels_at), ErrorCode::truncated, "TIFF truncated after 0 of 5,000 rows");
  expect_error(cut(whole, 60), ErrorCode::truncated, "TIFF truncated in its header");
  expect_error(cut(whole, 6), ErrorCode::truncated, "TIFF truncated in its header");
}

TEST(DecodeTiff, DirectoryBehindTheEndIsTruncated) {
  const Bytes file = write_tiff(noise_raster(64, 64));
  expect_error(cut(file, file.size() / 2), ErrorCode::truncated, "TIFF truncated in its header");
}

TEST(DecodeTiff, DamagedCompressionIsAnError) {
  Bytes file = write_tiff(noise_raster(64, 64), {.compression = deflate, .rows_per_strip = 64});
  for (std::size_t i = 100; i < 140; ++i) file[i] = std::byte{0xAA};
  expect_error(file, ErrorCode::corrupt, "TIFF corrupt after 0 of 64 rows: ");
}

TEST(DecodeTiff, UnsupportedKindsAreNamed) {
  // One tag of a good file changed in place.
  const auto with_tag = [](std::uint16_t tag, std::uint16_t value, const TiffOptions& options = {},
                           int channels = 1) {
    Bytes file = write_tiff(noise_raster(16, 16, channels), options);
    const Bytes name = ByteWriter().u16(tag).u16(3).u32(1).take();
    const auto at = std::search(file.begin(), file.end(), name.begin(), name.end());
    EXPECT_NE(at, file.end());
    const Bytes number = ByteWriter().u16(value).take();
    std::copy(number.begin(), number.end(), at + 8);
    return file;
  };
  const auto expect_named = [&](std::uint16_t compression, const std::string& name) {
    expect_error(with_tag(259, compression), ErrorCode::unsupported,
                 "TIFF compressed as " + name + ", which is not read: save the film as PNG");
  };
  expect_named(12345, "number 12345");
  expect_named(6, "the JPEG of TIFF 6.0");
  expect_named(34661, "JBIG");
  expect_named(34925, "LZMA");  // the machine's libtiff reads it, the page's does not
  expect_named(50001, "WebP");
  expect_error(with_tag(262, 4), ErrorCode::unsupported, "TIFF of a kind not read here");
}

TEST(DecodeTiff, FewBitsAndTwelve) {
  for (const int bits : {1, 2, 4, 12}) {
    SCOPED_TRACE(bits);
    const Raster raster = noise_raster(37, 23, 1, bits);
    const int max = bits == 12 ? 65535 : 255;
    for (const std::uint32_t tile : {0U, 16U}) {
      expect_pixels(write_tiff(raster, {.tile = tile}), 37, 23, static_cast<std::uint16_t>(max),
                    [&](int x, int y) {
                      const int most = (1 << bits) - 1;
                      return (raster.at(x, y) * max + most / 2) / most;
                    });
    }
  }
}

TEST(DecodeTiff, PaletteOfFewColors) {
  const Raster raster = noise_raster(37, 23, 1, 4);
  TiffOptions options{.photometric = palette_tag};
  for (int i = 0; i < 16; ++i) {
    const auto level = static_cast<std::uint16_t>(257 * (255 - 17 * i));
    options.palette.push_back({level, level, level});
  }
  expect_pixels(write_tiff(raster, options), 37, 23, 255,
                [&](int x, int y) { return 255 - 17 * raster.at(x, y); });
}

/// What becomes of a value where the lowest is black and the highest white.
int spread(double value, double low, double high) {
  return static_cast<int>(std::lround((value - low) / (high - low) * 65535));
}

TEST(DecodeTiff, ValuesWithoutARangeAreSpread) {
  const Raster raster = noise_raster(37, 23, 1, 16);
  const auto [low, high] = std::ranges::minmax(raster.samples);
  for (const auto format : {std::uint16_t{1}, std::uint16_t{3}}) {  // whole numbers, floats
    for (const bool big_endian : {false, true}) {
      SCOPED_TRACE(format);
      const Bytes file =
          write_tiff(raster, {.big_endian = big_endian, .sample_format = format, .wide_bits = 32});
      expect_pixels(file, 37, 23, 65535,
                    [&](int x, int y) { return spread(raster.at(x, y), low, high); });
    }
  }
  const auto film =
      decode_picture(write_tiff(raster, {.sample_format = std::uint16_t{3}, .wide_bits = 32}));
  ASSERT_TRUE(film);
  EXPECT_THAT(film->notes, ::testing::ElementsAre(::testing::HasSubstr("spread from black")));
}

TEST(DecodeTiff, SignedValuesKeepTheirOrder) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(37, 23, 1, bits);
    const auto value_of = [&](int x, int y) {
      const int half = 1 << (bits - 1);
      const int stored = raster.at(x, y);
      return stored >= half ? stored - 2 * half : stored;
    };
    double low = 1e9, high = -1e9;
    for (int y = 0; y < 23; ++y) {
      for (int x = 0; x < 37; ++x) {
        low = std::min<double>(low, value_of(x, y));
        high = std::max<double>(high, value_of(x, y));
      }
    }
    expect_pixels(write_tiff(raster, {.sample_format = std::uint16_t{2}}), 37, 23, 65535,
                  [&](int x, int y) { return spread(value_of(x, y), low, high); });
  }
}

TEST(DecodeTiff, FaxAndJpegAreRead) {
  Raster text = noise_raster(64, 40, 1, 1);
  for (const std::uint16_t compression : {std::uint16_t{2}, std::uint16_t{3}, fax}) {
    SCOPED_TRACE(compression);
    expect_pixels(
        write_tiff(text,
                   {.photometric = min_is_white, .compression = compression, .rows_per_strip = 40}),
        64, 40, 255, [&](int x, int y) { return text.at(x, y) == 0 ? 255 : 0; });
  }
  const Raster smooth = smooth_raster(64, 48);
  const auto film = decode_image(write_tiff(smooth, {.compression = 7, .rows_per_strip = 16}));
  ASSERT_TRUE(film) << to_string(film.error());
  for (int y = 0; y < 48; ++y) {
    for (int x = 0; x < 64; ++x) {
      ASSERT_NEAR(film->pixels[static_cast<std::size_t>(y * 64 + x)], smooth.at(x, y), 12);
    }
  }
}

TEST(DecodeTiff, ZstandardAsPillowWritesIt) {
  // Pillow 9.4: level (x x + 3 x y) % 11 * 23 of 40 x 24 pixels, compression="zstd".
  const Bytes file = from_hex(
      "49492a006400000028b52ffd006095020052440b0ee0e9a0e0e0e0e0e0e2b8e0629102858b6ae11d"
      "e56168651c38aa00adf89e8098498436bb4743d7599308b1f20d80b088e2fb05765705c4630b7709"
      "c8624993f61c3e9404a0c01ddcc11ddc7d9714000900000103000100000028000000010103000100"
      "000018000000020103000100000008000000030103000100000050c3000006010300010000000100"
      "000011010400010000000800000016010300010000001800000017010400010000005b0000001c01"
      "0300010000000100000000000000");
  const auto level = [](int x, int y) { return (x * x + 3 * x * y) % 11 * 23; };
  expect_pixels(file, 40, 24, 255, level);
  expect_error(cut(file, 60), ErrorCode::truncated, "TIFF truncated");
}

TEST(DecodeTiff, YcbcrAndCmykBecomeGrey) {
  const Raster flat{16, 16, 4, 8, std::vector<std::uint16_t>(16 * 16 * 4, 64)};
  constexpr std::uint16_t separated = 5;
  // A quarter of every ink: (255 - 64) twice over of 255.
  expect_pixels(write_tiff(flat, {.photometric = separated}), 16, 16, 255,
                [](int, int) { return 191 * 191 / 255; });
  const Raster inks = noise_raster(13, 9, 4, 16);
  expect_pixels(write_tiff(inks, {.photometric = separated}), 13, 9, 65535, [&](int x, int y) {
    const auto over_ink = [&](int ink) {
      return expected_over_black(65535U - inks.at(x, y, ink), 65535U - inks.at(x, y, 3), 65535);
    };
    return expected_luma(over_ink(0), over_ink(1), over_ink(2));
  });
  Raster colors{16, 16, 3, 8, std::vector<std::uint16_t>(16 * 16 * 3, 128)};
  for (std::size_t i = 0; i < colors.samples.size(); i += 3) colors.samples[i] = 200;
  const auto film = decode_image(
      write_tiff(colors, {.photometric = ycbcr, .compression = 7, .rows_per_strip = 16}));
  ASSERT_TRUE(film) << to_string(film.error());
  EXPECT_NEAR(film->pixels.front(), 200, 2);
}

TEST(DecodeTiff, EveryOrientationIsSeenUpright) {
  const Raster raster = noise_raster(7, 5);
  for (std::uint16_t orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    const bool turned = orientation >= 5;
    expect_pixels(write_tiff(raster, {.orientation = orientation}), turned ? 5 : 7, turned ? 7 : 5,
                  255, [&](int x, int y) { return seen_at(raster, orientation, x, y); });
  }
}

TEST(DecodeTiff, HugeHeaderIsRefusedBeforeMemoryIsTaken) {
  for (const bool tiled : {false, true}) {
    ByteWriter file(true);
    file.text("MM").u16(42).u32(8).u16(tiled ? 9 : 8);
    const auto entry = [&](std::uint32_t tag, std::uint32_t value) {
      file.u16(tag).u16(4).u32(1).u32(value);
    };
    entry(256, 100'000);
    entry(257, 100'000);
    entry(258, 8);
    entry(259, 1);
    entry(262, 1);
    if (tiled) {
      entry(322, 100'000);
      entry(323, 100'000);
      entry(324, 200);
      entry(325, 4);
    } else {
      entry(273, 200);
      entry(278, 100'000);
      entry(279, 4);
    }
    file.u32(0).bytes(Bytes(100));
    expect_error(file.take(), ErrorCode::too_large, "TIFF of 100,000 x 100,000 pixels refused");
  }
}

TEST(DecodeTiff, HugeTileIsRefused) {
  ByteWriter file;
  file.text("II").u16(42).u32(8).u16(9);
  const auto entry = [&](std::uint32_t tag, std::uint32_t value) {
    file.u16(tag).u16(4).u32(1).u32(value);
  };
  entry(256, 64);
  entry(257, 64);
  entry(258, 8);
  entry(259, 1);
  entry(262, 1);
  entry(322, 160'000);
  entry(323, 160'000);
  entry(324, 200);
  entry(325, 4);
  file.u32(0).bytes(Bytes(100));
  expect_error(file.take(), ErrorCode::too_large, "TIFF tile of 160,000 x 160,000 pixels refused");
}

}  // namespace
}  // namespace chestlens::testing
