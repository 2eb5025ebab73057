#include "support/expect.hpp"

#include <algorithm>

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

TEST(DecodeTiff, FirstPageIsRead) {
  const Raster raster = noise_raster(14, 15);
  expect_pixels(write_tiff(raster, {.pages = 3}), 14, 15, 255,
                [&](int x, int y) { return raster.at(x, y); });
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
  expect_error(write_tiff(noise_raster(16, 16, 1, 8), {.sample_format = std::uint16_t{2}}),
               ErrorCode::unsupported, "signed or floating-point");
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
  expect_error(with_tag(259, fax), ErrorCode::unsupported, "TIFF with compression 4");
  expect_error(with_tag(259, 7), ErrorCode::unsupported, "TIFF with compression 7");
  expect_error(with_tag(262, ycbcr, {.photometric = rgb}, 3), ErrorCode::unsupported,
               "photometric interpretation 6");
  expect_error(with_tag(258, 1), ErrorCode::unsupported, "film of 1 bits per sample");
  expect_error(with_tag(258, 32), ErrorCode::unsupported, "film of 32 bits per sample");
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
