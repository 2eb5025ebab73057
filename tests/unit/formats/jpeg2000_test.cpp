// JPEG 2000 as a film file of its own, a codestream or JP2.
#include "expect_film.hpp"

namespace chestlens::testing {
namespace {

TEST(Jpeg2000Film, GreyOf8BitsIsExact) {
  const Raster raster = noise_raster(37, 21);
  const auto level = [&](int x, int y) { return raster.at(x, y); };
  expect_film(write_jpeg2000(raster), 37, 21, 255, level);
  expect_film(write_jpeg2000(raster, {.as_file = true}), 37, 21, 255, level);
  expect_film(write_jpeg2000(raster, {.tile = 16}), 37, 21, 255, level);
}

TEST(Jpeg2000Film, MoreAndFewerBitsFillTheRange) {
  for (const int bits : {1, 4, 12, 16}) {
    SCOPED_TRACE(bits);
    const Raster raster = noise_raster(20, 30, 1, bits);
    const std::uint16_t max = bits <= 8 ? 255 : 65535;
    expect_film(write_jpeg2000(raster, {.as_file = true}), 20, 30, max, [&](int x, int y) {
      return expected_scaled(raster.at(x, y), raster.max_level(), max);
    });
  }
}

TEST(Jpeg2000Film, ASignedFilmsLowestValueIsBlack) {
  Jpeg2000Picture picture{.width = 16, .height = 16, .bits = 8, .is_signed = true};
  for (int i = 0; i < 256; ++i) picture.values.push_back(i - 128);
  expect_film(write_jpeg2000(picture), 16, 16, 255, [](int x, int y) { return 16 * y + x; });
}

TEST(Jpeg2000Film, ColorIsItsLuma) {
  const Raster raster = noise_raster(33, 12, 3);
  expect_film(write_jpeg2000(raster, {.as_file = true}), 33, 12, 255, [&](int x, int y) {
    return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
  });
  expect_film(write_jpeg2000(raster, {.as_file = true, .is_ycc = true}), 33, 12, 255,
              [&](int x, int y) { return raster.at(x, y, 0); });
}

TEST(Jpeg2000Film, AlphaIsLaidOverBlack) {
  const Raster grey = noise_raster(12, 13, 2);
  expect_film(write_jpeg2000(grey, {.as_file = true}), 12, 13, 255, [&](int x, int y) {
    return expected_over_black(grey.at(x, y, 0), grey.at(x, y, 1), 255);
  });
  const Raster rgba = noise_raster(12, 13, 4);
  expect_film(write_jpeg2000(rgba), 12, 13, 255, [&](int x, int y) {
    const auto luma = expected_luma(rgba.at(x, y, 0), rgba.at(x, y, 1), rgba.at(x, y, 2));
    return expected_over_black(luma, rgba.at(x, y, 3), 255);
  });
}

TEST(Jpeg2000Film, ACutFileIsRefusedUnlessEveryPixelIsThere) {
  const Raster raster = noise_raster(21, 13);
  expect_cut_is_noticed(write_jpeg2000(raster));
  expect_cut_is_noticed(write_jpeg2000(raster, {.as_file = true}));
  expect_cut_is_noticed(write_jpeg2000(raster, {.tile = 8}));
}

TEST(Jpeg2000Film, TooManyChannelsAreRefusedByTheirNumber) {
  expect_refused(write_jpeg2000(noise_raster(8, 8, 5)), ErrorCode::unsupported,
                 "JPEG 2000 of 5 components: save the film as PNG");
}

TEST(Jpeg2000Film, ItsSizeIsCheckedBeforeMemoryIsTaken) {
  const auto film = decode_film(write_jpeg2000(noise_raster(30, 8)), {}, {.max_side_pixels = 20});
  ASSERT_FALSE(film);
  EXPECT_THAT(to_string(film.error()), ::testing::HasSubstr("JPEG 2000 of 30 x 8 pixels refused"));
}

}  // namespace
}  // namespace chestlens::testing
