// WebP, lossless and lossy.
#include "expect_film.hpp"

#include <cstdlib>

namespace chestlens::testing {
namespace {

TEST(WebpFilm, LosslessIsExact) {
  const Raster grey = noise_raster(37, 21);
  expect_film(write_webp(grey), 37, 21, 255, [&](int x, int y) { return grey.at(x, y); });
  const Raster color = noise_raster(20, 33, 3);
  expect_film(write_webp(color), 20, 33, 255, [&](int x, int y) {
    return expected_luma(color.at(x, y, 0), color.at(x, y, 1), color.at(x, y, 2));
  });
}

TEST(WebpFilm, LossyIsNearTheFilm) {
  const Raster smooth = smooth_raster(64, 48);
  const GreyImage image = film_of(write_webp(smooth, {.lossless = false})).image;
  ASSERT_EQ(image.pixels.size(), smooth.samples.size());
  for (std::size_t i = 0; i < image.pixels.size(); ++i) {
    ASSERT_LE(std::abs(image.pixels[i] - smooth.samples[i]), 6) << i;
  }
}

TEST(WebpFilm, AlphaIsLaidOverBlackUnlessItIsZeroEverywhere) {
  Raster raster = noise_raster(12, 13, 4);
  const auto luma = [&](int x, int y) {
    return expected_luma(raster.at(x, y, 0), raster.at(x, y, 1), raster.at(x, y, 2));
  };
  expect_film(write_webp(raster), 12, 13, 255, [&](int x, int y) {
    return expected_over_black(luma(x, y), raster.at(x, y, 3), 255);
  });
  for (std::size_t i = 3; i < raster.samples.size(); i += 4) raster.samples[i] = 0;
  expect_film(write_webp(raster), 12, 13, 255, luma);
}

TEST(WebpFilm, IsSeenAsItsExifAsks) {
  const Raster raster = noise_raster(14, 9);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    SCOPED_TRACE(orientation);
    const bool turned = orientation >= 5;
    expect_film(write_webp(raster, {.orientation = orientation}), turned ? 9 : 14, turned ? 14 : 9,
                255, [&](int x, int y) { return seen_at(raster, orientation, x, y); });
  }
}

TEST(WebpFilm, ACutFileIsRefusedUnlessEveryPixelIsThere) {
  expect_cut_is_noticed(write_webp(noise_raster(21, 13), {.orientation = 1}));
  expect_cut_is_noticed(write_webp(smooth_raster(40, 30), {.lossless = false, .orientation = 1}));
}

TEST(WebpFilm, SeveralPicturesAreRefused) {
  constexpr std::size_t flags = 20;  // of the extended header
  Bytes file = write_webp(noise_raster(8, 8), {.orientation = 1});
  file[flags] |= std::byte{0x02};
  expect_refused(file, ErrorCode::unsupported, "WebP of several pictures: save the film's as PNG");
}

TEST(WebpFilm, ItsSizeIsCheckedBeforeMemoryIsTaken) {
  const auto film = decode_film(write_webp(noise_raster(30, 8)), {}, {.max_side_pixels = 20});
  ASSERT_FALSE(film);
  EXPECT_THAT(to_string(film.error()), ::testing::HasSubstr("WebP of 30 x 8 pixels refused"));
}

}  // namespace
}  // namespace chestlens::testing
