#include <chestlens/explain.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

// A network of 2 x 2 cells of 4 x 4 pixels on a film of 8 x 8 whose evidence for the first class is
// what lies within half a pixel of a cell's middle, the four pixels there, and for the second its
// opposite.
Result<std::vector<float>> middles(std::span<const float> films, int count) {
  std::vector<float> evidence;
  for (std::size_t film = 0; film < static_cast<std::size_t>(count); ++film) {
    const auto pixel = [&](std::size_t x, std::size_t y) { return films[film * 64 + y * 8 + x]; };
    for (const float sign : {1.0F, -1.0F}) {
      for (const std::size_t y : {1U, 5U}) {
        for (const std::size_t x : {1U, 5U}) {
          evidence.push_back(
              sign * (pixel(x, y) + pixel(x + 1, y) + pixel(x, y + 1) + pixel(x + 1, y + 1)));
        }
      }
    }
  }
  return evidence;
}

FloatImage rising() {
  FloatImage film{8, 8, std::vector<float>(64)};
  std::iota(film.pixels.begin(), film.pixels.end(), 0.0F);
  return film;
}

const std::vector<float> logits{1.0F, -1.0F};
const std::vector<float> coarse(8, 0.0F);
const MapOutputs outputs{.shape = {1, 2, 2}, .logits = logits, .evidence = coarse};

TEST(FineHiResCam, PutsEachMovedFilmsCellsWhereTheyWereLookedAt) {
  // Two parts a cell: moved by a pixel to either side, so that the middles of the parts, 4 x 4 of 2
  // x 2 pixels, are each looked at. Their mean over the four moved films is a quarter of each.
  const auto maps = fine_hires_cam(outputs, rising(), middles, 2);
  ASSERT_TRUE(maps) << to_string(maps.error());
  ASSERT_EQ((*maps)[0].width_pixels, 4);
  ASSERT_EQ((*maps)[0].height_pixels, 4);
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 4; ++x) {
      // The four pixels from (2x, 2y) on: 4 * (16 y + 2 x) + 0 + 1 + 8 + 9.
      const float sum = 4.0F * static_cast<float>(16 * y + 2 * x) + 18.0F;
      const auto at = static_cast<std::size_t>(4 * y + x);
      EXPECT_EQ((*maps)[0].pixels[at], sum / 4.0F) << x << ' ' << y;
      EXPECT_EQ((*maps)[1].pixels[at], -sum / 4.0F);
    }
  }
}

TEST(FineHiResCam, OfOnePartIsTheMapItself) {
  const auto maps = fine_hires_cam(outputs, rising(), middles, 1);
  ASSERT_TRUE(maps);
  const auto itself = middles(rising().pixels, 1);
  EXPECT_EQ((*maps)[0].pixels, (std::vector<float>{itself->begin(), itself->begin() + 4}));
}

TEST(FineHiResCam, RefusesWhatHasNoParts) {
  EXPECT_THAT(fine_hires_cam(outputs, rising(), middles, 5).error().message,
              HasSubstr("no 5 parts to each of 2 x 2 cells"));
  const MapOutputs old{.shape = {1, 2, 2}, .logits = logits};
  EXPECT_EQ(fine_hires_cam(old, rising(), middles).error().code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace chestlens
