// JPEG-LS as a film file of its own.
#include "expect_film.hpp"

#include <algorithm>

namespace chestlens::testing {
namespace {

TEST(JpegLsFilm, GreyIsExact) {
  for (const int bits : {8, 16}) {
    SCOPED_TRACE(bits);
    const Raster raster = noise_raster(37, 21, 1, bits);
    expect_film(write_jpeg_ls(raster), 37, 21, raster.max_level(),
                [&](int x, int y) { return raster.at(x, y); });
  }
}

TEST(JpegLsFilm, ColorIsItsLuma) {
  const Raster raster = noise_raster(31, 12, 3);
  expect_film(write_jpeg_ls(raster), 31, 12, 255, [&](int x, int y) {
    return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
  });
}

TEST(JpegLsFilm, IsReadAsCharlsWritesIt) {
  // CharLS 2.4.1, 12 x 8 pixels of 12 bits with a SPIFF header, level (41 x y + 7 x) % 4096.
  const Bytes grey = from_hex(
      "ffd8ffe8002053504946460002000001000000080000000c080c06010000006000000060ffe80008"
      "00000001ffd8fff7000b0c0008000c01011100ffda0008010100000000a6cd97365d33cb59cd80a4"
      "c0c0bcb8b4b0c0bcb8c10148c872582b958aa392c15c7280a4641d882201fcfc0884110011205051"
      "3b0bc320c6510d03394c35204e50789326098e6319c6699814904c4f761285e1c8751e8799e47d20"
      "949ce723cb737c4389a132260510ffd9");
  expect_film(grey, 12, 8, 65535, [](int x, int y) {
    return expected_scaled(static_cast<std::uint64_t>((41 * x * y + 7 * x) % 4096), 4095, 65535);
  });
  // 8 x 6 pixels of red 30 x, green 50 y, blue 6 x y: plane by plane, and row by row.
  const auto luma = [](int x, int y) {
    return expected_luma(static_cast<std::uint32_t>(30 * x), static_cast<std::uint32_t>(50 * y),
                         static_cast<std::uint32_t>(6 * x * y));
  };
  const Bytes planes = from_hex(
      "ffd8fff70011080006000803011100021100031100ffda00080101000000008000e000772ddab363"
      "25797f5fdfff70ffda0008010200000000fc0000058a57800000b1ff08bfb07f5efeffda00080103"
      "00000000fd39ce93a7e0804021c0438090402002120042400928e2068e1a3d04020021e00011d000"
      "08ffd9");
  expect_film(planes, 8, 6, 255, luma);
  const Bytes rows = from_hex(
      "ffd8fff70011080006000803011100021100031100ffda000c030100020003000001008000e00077"
      "2ddab363ff792bc04765955145166b39d35ad6fe00000163b5ad6b5a90402010e021c04bf8454a52"
      "94a5208040042400848013fd83332aaaa51c40d1c347bfd7aaaaaaaa001020021e00011d74ffd9");
  expect_film(rows, 8, 6, 255, luma);
}

TEST(JpegLsFilm, FewBitsAreRefused) {
  Bytes file = write_jpeg_ls(noise_raster(9, 9));
  file[6] = std::byte{4};  // bits per sample, of the frame header that comes first
  expect_refused(file, ErrorCode::unsupported, "JPEG-LS of 1 samples of 4 bits");
}

/// The file with a segment before its frame header, as some programs write a comment.
Bytes with_segment(const Bytes& file, std::uint32_t marker, std::size_t length) {
  ByteWriter segment(/*big_endian=*/true);
  segment.u16(marker).u16(static_cast<std::uint32_t>(length + 2)).bytes(Bytes(length));
  const Bytes inserted = segment.take();
  Bytes longer = file;
  longer.insert(longer.begin() + 2, inserted.begin(), inserted.end());
  return longer;
}

TEST(JpegLsFilm, IsKnownBehindOtherMarkers) {
  const Bytes file = write_jpeg_ls(noise_raster(9, 9));
  const Bytes commented = with_segment(with_segment(file, 0xFFFE, 700), 0xFFE8, 30);
  EXPECT_EQ(sniff_format(commented), ImageFormat::jpeg_ls);
  EXPECT_EQ(film_of(commented).image.pixels, film_of(file).image.pixels);
}

TEST(JpegLsFilm, ACutFileIsRefusedUnlessItsLastPixelsAloneMayBeMissing) {
  constexpr std::size_t most_pixels = 4;
  for (const Raster& raster : {noise_raster(21, 13), smooth_raster(21, 13)}) {
    const Bytes file = write_jpeg_ls(raster);
    const auto whole = film_of(file).image.pixels;
    std::size_t read = 0;
    for (std::size_t size = 0; size < file.size(); ++size) {
      const auto film = decode_film(cut(file, size));
      if (!film) continue;
      ++read;
      EXPECT_THAT(film->notes, ::testing::ElementsAre(::testing::HasSubstr("end is missing")));
      const auto& pixels = film->image.pixels;
      EXPECT_TRUE(std::equal(pixels.begin(), pixels.end() - most_pixels, whole.begin())) << size;
    }
    EXPECT_GE(read, 2U) << "of the mark's two bytes";
    EXPECT_LE(read, 6U);
  }
}

TEST(JpegLsFilm, APaletteIsRefused) {
  const Bytes file = write_jpeg_ls(noise_raster(9, 9));
  Bytes palette = with_segment(file, 0xFFF8, 8);
  palette[6] = std::byte{2};  // the kind of the parameters
  expect_refused(palette, ErrorCode::unsupported, "with a palette: save the film as PNG");
}

TEST(JpegLsFilm, ItsSizeIsCheckedBeforeMemoryIsTaken) {
  const auto film = decode_film(write_jpeg_ls(noise_raster(30, 8)), {}, {.max_side_pixels = 20});
  ASSERT_FALSE(film);
  EXPECT_THAT(to_string(film.error()), ::testing::HasSubstr("JPEG-LS of 30 x 8 pixels refused"));
}

}  // namespace
}  // namespace chestlens::testing
