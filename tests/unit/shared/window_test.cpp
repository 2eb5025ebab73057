#include <chestlens/overlay.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

GreyImage row(std::vector<std::uint16_t> levels, std::uint16_t max_level = 255) {
  return {static_cast<int>(levels.size()), 1, max_level, std::move(levels)};
}

/// Every level 0..99 once.
GreyImage ramp() {
  std::vector<std::uint16_t> levels(100);
  std::iota(levels.begin(), levels.end(), std::uint16_t{0});
  return row(levels);
}

std::vector<int> grey_bytes(const RgbaImage& image) {
  std::vector<int> greys;
  for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
    EXPECT_EQ(image.pixels[i], image.pixels[i + 1]);
    EXPECT_EQ(image.pixels[i], image.pixels[i + 2]);
    EXPECT_EQ(image.pixels[i + 3], 255);
    greys.push_back(image.pixels[i]);
  }
  return greys;
}

TEST(Window, PercentilesByNearestRank) {
  const auto window = [](double low, double high) {
    const Window w = window_from_percentiles(ramp(), low, high);
    return std::pair(w.low_level, w.high_level);
  };
  EXPECT_EQ(window(0, 100), std::pair(0.0, 99.0));
  EXPECT_EQ(window(1, 99), std::pair(0.0, 98.0));
  EXPECT_EQ(window(2, 50), std::pair(1.0, 49.0));
  EXPECT_EQ(window(0.5, 99.5), std::pair(0.0, 99.0));
}

TEST(Window, FullRangeOf16BitFilms) {
  const Window window = window_from_percentiles(row({65535, 3, 40'000}, 65535), 0, 100);
  EXPECT_EQ(window.low_level, 3.0);
  EXPECT_EQ(window.high_level, 65535.0);
}

TEST(Window, PercentilesOnOneLevelFallBackToTheExtremes) {
  std::vector<std::uint16_t> levels(1000, 0);
  levels[7] = 200;
  const Window window = window_from_percentiles(row(levels), 1, 99);
  EXPECT_EQ(window.low_level, 0.0);
  EXPECT_EQ(window.high_level, 200.0);
}

TEST(RenderFilm, MapsTheWindowToBlackAndWhite) {
  const GreyImage film = row({0, 100, 150, 200, 255});
  EXPECT_EQ(grey_bytes(render_film(film, {100, 200, false})),
            (std::vector<int>{0, 0, 128, 255, 255}));
  EXPECT_EQ(grey_bytes(render_film(film, {100, 200, true})),
            (std::vector<int>{255, 255, 128, 0, 0}));
}

TEST(RenderFilm, FullWindowIsTheIdentityOf8BitFilms) {
  std::vector<std::uint16_t> levels(256);
  std::iota(levels.begin(), levels.end(), std::uint16_t{0});
  const std::vector<int> greys = grey_bytes(render_film(row(levels), {}));
  EXPECT_TRUE(std::equal(greys.begin(), greys.end(), levels.begin(), levels.end()));
}

TEST(RenderFilm, WindowWithoutWidthIsAStep) {
  const GreyImage film = row({9, 10, 11});
  EXPECT_EQ(grey_bytes(render_film(film, {10, 10, false})), (std::vector<int>{0, 0, 255}));
  EXPECT_EQ(grey_bytes(render_film(film, {std::nan(""), 10, false})), (std::vector<int>{0, 0, 0}));
  EXPECT_EQ(grey_bytes(render_film(row({7, 7}), {7, 7, false})), (std::vector<int>{0, 0}));
}

TEST(RenderFilm, LevelsBeyondTheFilmsOwnMaximumAreSafe) {
  EXPECT_EQ(grey_bytes(render_film(row({65535}), {})), (std::vector<int>{255}));
}

}  // namespace
}  // namespace chestlens
