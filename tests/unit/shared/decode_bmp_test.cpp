#include "support/expect.hpp"

#include <cstdlib>

namespace chestlens::testing {
namespace {

BmpFile random_bmp(int width, int height, std::uint32_t bits) {
  BmpFile file{.width = width, .height = height, .bits_per_pixel = bits};
  Noise noise(bits);
  const std::size_t count = area_pixels(width, std::abs(height));
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = static_cast<std::uint32_t>(noise.next());
    file.pixels.push_back(bits == 32 ? word : word & ((1U << bits) - 1U));
  }
  if (bits <= 8) {
    for (std::uint32_t i = 0; i < 1U << bits; ++i) {
      const auto level = [&] { return static_cast<std::uint16_t>(noise.below(256)); };
      file.palette.push_back({level(), level(), level()});
    }
  }
  return file;
}

std::uint32_t pixel_at(const BmpFile& file, int x, int y) {
  return file.pixels[area_pixels(file.width, y) + static_cast<std::size_t>(x)];
}

/// An n-bit channel on the scale of 255, rounded.
std::uint32_t scaled(std::uint32_t value, std::uint32_t max) {
  return (2 * value * 255 + max) / (2 * max);
}

TEST(DecodeBmp, PaletteOfEveryDepth) {
  for (const std::uint32_t bits : {1U, 4U, 8U}) {
    for (const std::uint32_t info_bytes : {12U, 40U, 64U, 124U}) {
      SCOPED_TRACE(std::to_string(bits) + " bits, header " + std::to_string(info_bytes));
      BmpFile file = random_bmp(19, 7, bits);
      file.info_bytes = info_bytes;
      expect_pixels(write_bmp(file), 19, 7, 255, [&](int x, int y) {
        const Color& color = file.palette[pixel_at(file, x, y)];
        return expected_luma(color[0], color[1], color[2]);
      });
    }
  }
}

TEST(DecodeBmp, Color24AndPadded32BitsEitherRowOrder) {
  for (const std::uint32_t bits : {24U, 32U}) {
    for (const int height : {9, -9}) {
      const BmpFile file = random_bmp(11, height, bits);
      expect_pixels(write_bmp(file), 11, 9, 255, [&](int x, int y) {
        const std::uint32_t pixel = pixel_at(file, x, y);
        return expected_luma(pixel >> 16U & 255U, pixel >> 8U & 255U, pixel & 255U);
      });
    }
  }
}

TEST(DecodeBmp, Color16Bits555And565) {
  BmpFile file = random_bmp(13, 5, 16);
  expect_pixels(write_bmp(file), 13, 5, 255, [&](int x, int y) {
    const std::uint32_t p = pixel_at(file, x, y);
    return expected_luma(scaled(p >> 10U & 31U, 31), scaled(p >> 5U & 31U, 31),
                         scaled(p & 31U, 31));
  });
  file.compression = 3;
  file.masks = {0xF800, 0x07E0, 0x001F, 0};
  file.info_bytes = 52;
  expect_pixels(write_bmp(file), 13, 5, 255, [&](int x, int y) {
    const std::uint32_t p = pixel_at(file, x, y);
    return expected_luma(scaled(p >> 11U & 31U, 31), scaled(p >> 5U & 63U, 63),
                         scaled(p & 31U, 31));
  });
}

TEST(DecodeBmp, AlphaMaskIsLaidOverBlack) {
  BmpFile file = random_bmp(13, 5, 32);
  file.compression = 3;
  file.info_bytes = 108;
  file.masks = {0x000000FF, 0x0000FF00, 0x00FF0000, 0xFF000000};  // RGBA, not the usual BGRA
  expect_pixels(write_bmp(file), 13, 5, 255, [&](int x, int y) {
    const std::uint32_t p = pixel_at(file, x, y);
    const std::uint16_t luma = expected_luma(p & 255U, p >> 8U & 255U, p >> 16U & 255U);
    return expected_over_black(luma, p >> 24U, 255);
  });
}

TEST(DecodeBmp, ShortPaletteIsReadAndColorsBeyondItAreCorrupt) {
  BmpFile file = random_bmp(8, 8, 8);
  file.palette.resize(10);
  for (std::uint32_t& pixel : file.pixels) pixel %= 10;
  expect_pixels(write_bmp(file), 8, 8, 255, [&](int x, int y) {
    const Color& color = file.palette[pixel_at(file, x, y)];
    return expected_luma(color[0], color[1], color[2]);
  });
  file.pixels[24] = 10;  // the fourth row from the top is the fifth that is stored
  expect_error(write_bmp(file), ErrorCode::corrupt, "after 4 of 8 rows: a pixel names a color");
}

TEST(DecodeBmp, TruncationNamesTheRow) {
  const Bytes file = write_bmp(random_bmp(20, 3000, 24));
  expect_error(cut(file, 17), ErrorCode::truncated, "BMP truncated in its header");
  expect_error(cut(file, 30), ErrorCode::truncated, "BMP truncated in its header");
  expect_error(cut(file, 54 + 60 * 1024), ErrorCode::truncated,
               "BMP truncated after 1,024 of 3,000 rows");
  expect_error(cut(file, file.size() - 1), ErrorCode::truncated, "after 2,999 of 3,000 rows");
  expect_error(cut(write_bmp(random_bmp(20, 20, 8)), 100), ErrorCode::truncated,
               "BMP truncated in its palette");
}

TEST(DecodeBmp, TheLastRowNeedsNoPadding) {
  const BmpFile file = random_bmp(13, 5, 8);  // three bytes pad each row
  const Bytes whole = write_bmp(file);
  const auto film = decode_picture(cut(whole, whole.size() - 3));
  ASSERT_TRUE(film) << to_string(film.error());
  EXPECT_EQ(film->image.pixels, decode_image(whole)->pixels);
  EXPECT_THAT(film->notes, ::testing::ElementsAre(::testing::HasSubstr("every pixel is there")));
  expect_error(cut(whole, whole.size() - 4), ErrorCode::truncated, "after 4 of 5 rows");
}

TEST(DecodeBmp, AnAlphaThatIsZeroEverywhereMeansNothing) {
  BmpFile file = random_bmp(13, 5, 32);
  file.compression = 3;
  file.info_bytes = 108;
  file.masks = {0x00FF0000, 0x0000FF00, 0x000000FF, 0xFF000000};
  for (std::uint32_t& pixel : file.pixels) pixel &= 0x00FFFFFFU;
  expect_pixels(write_bmp(file), 13, 5, 255, [&](int x, int y) {
    const std::uint32_t p = pixel_at(file, x, y);
    return expected_luma(p >> 16U & 255U, p >> 8U & 255U, p & 255U);
  });
  EXPECT_EQ(decode_picture(write_bmp(file))->notes.size(), 1U);
}

/// A BMP of run lengths, with a palette of rising greys.
Bytes runs_of(std::uint32_t bits, const Bytes& runs) {
  BmpFile file{.width = 6, .height = 3, .bits_per_pixel = bits};
  file.compression = bits == 8 ? 1 : 2;
  for (std::uint16_t i = 0; i < (1U << bits); ++i) file.palette.push_back({i, i, i});
  file.pixels.resize(18);
  Bytes bytes = write_bmp(file);
  bytes.resize(54 + file.palette.size() * 4);
  bytes.insert(bytes.end(), runs.begin(), runs.end());
  return bytes;
}

TEST(DecodeBmp, RunLengthsOf8Bits) {
  // From the bottom: a run of 4 and 2 literals; a skip over a row's two pixels and a run; the end.
  const Bytes runs = ByteWriter()
                         .u8(4)
                         .u8(9)
                         .u8(0)
                         .u8(3)
                         .u8(1)
                         .u8(2)
                         .u8(3)  // the seventh is dropped
                         .u8(0)
                         .u8(0)
                         .u8(0)
                         .u8(0)
                         .u8(2)
                         .u8(2)
                         .u8(0)
                         .u8(4)
                         .u8(7)
                         .u8(0)
                         .u8(0)
                         .u8(6)
                         .u8(5)
                         .u8(0)
                         .u8(1)
                         .take();
  const std::vector<std::vector<int>> rows = {
      {5, 5, 5, 5, 5, 5}, {0, 0, 7, 7, 7, 7}, {9, 9, 9, 9, 1, 2}};
  expect_pixels(runs_of(8, runs), 6, 3, 255, [&](int x, int y) {
    return rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
  });
  EXPECT_THAT(decode_picture(runs_of(8, runs))->notes,
              ::testing::ElementsAre(::testing::HasSubstr("what passes is left out")));
  expect_error(cut(runs_of(8, runs), 54 + 1024 + 9), ErrorCode::truncated, "after 0 of 3 rows");
}

TEST(DecodeBmp, RunLengthsOf4BitsTakeTurns) {
  const Bytes runs = ByteWriter()
                         .u8(6)
                         .u8(0x12)
                         .u8(0)
                         .u8(0)
                         .u8(0)
                         .u8(6)
                         .u8(0x34)
                         .u8(0x56)
                         .u8(0x78)
                         .u8(0)
                         .u8(0)
                         .u8(0)
                         .u8(6)
                         .u8(0xAA)
                         .u8(0)
                         .u8(1)
                         .take();
  const std::vector<std::vector<int>> rows = {
      {10, 10, 10, 10, 10, 10}, {3, 4, 5, 6, 7, 8}, {1, 2, 1, 2, 1, 2}};
  expect_pixels(runs_of(4, runs), 6, 3, 255, [&](int x, int y) {
    return rows[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)];
  });
  EXPECT_THAT(decode_picture(runs_of(4, runs))->notes, ::testing::IsEmpty());
}

TEST(DecodeBmp, UnsupportedKindsAreNamed) {
  BmpFile file = random_bmp(8, 8, 8);
  file.compression = 2;  // run lengths of 4 bits, of a film of 8
  expect_error(write_bmp(file), ErrorCode::unsupported, "BMP with compression 2");
  Bytes bits = write_bmp(random_bmp(8, 8, 24));
  bits[28] = std::byte{7};
  expect_error(bits, ErrorCode::unsupported, "BMP of 7 bits per pixel");
  Bytes header = write_bmp(random_bmp(8, 8, 24));
  header[14] = std::byte{65};
  expect_error(header, ErrorCode::unsupported, "info header of 65 bytes");
  Bytes huffman = write_bmp(random_bmp(8, 8, 16));
  huffman[14] = std::byte{64};
  huffman[30] = std::byte{3};  // bit masks, but for OS/2
  expect_error(huffman, ErrorCode::unsupported, "BMP with compression 3");
}

TEST(DecodeBmp, ContradictionsAreCorrupt) {
  BmpFile empty_mask = random_bmp(8, 8, 32);
  empty_mask.compression = 3;
  empty_mask.masks = {0xFF, 0, 0xFF0000, 0};
  empty_mask.info_bytes = 56;
  expect_error(write_bmp(empty_mask), ErrorCode::corrupt, "empty bit mask");
  Bytes offset = write_bmp(random_bmp(8, 8, 24));
  offset[10] = std::byte{20};
  expect_error(offset, ErrorCode::corrupt, "inside its header");
}

TEST(DecodeBmp, HugeHeaderIsRefusedBeforeMemoryIsTaken) {
  BmpFile file = random_bmp(1, 1, 24);
  Bytes bytes = write_bmp(file);
  const Bytes size = ByteWriter().u32(100'000).u32(100'000).take();
  std::copy(size.begin(), size.end(), bytes.begin() + 18);
  expect_error(bytes, ErrorCode::too_large, "BMP of 100,000 x 100,000 pixels refused");
  const Bytes lowest = ByteWriter().u32(1).u32(0x80000000U).take();  // height -2,147,483,648
  std::copy(lowest.begin(), lowest.end(), bytes.begin() + 18);
  expect_error(bytes, ErrorCode::too_large, "BMP of 1 x 2,147,483,648 pixels refused");
}

}  // namespace
}  // namespace chestlens::testing
