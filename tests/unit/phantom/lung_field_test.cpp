#include "phantom/phantom.hpp"

#include <chestlens/lung_field.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace chestlens {
namespace {

constexpr int size_pixels = 160;

PhantomFilm draw(std::uint64_t number) {
  PhantomOptions options;
  options.size_pixels = size_pixels;
  return draw_phantom(phantom_classes[number % phantom_classes.size()], {number, number}, options)
      .value();
}

/// Twice what two regions share, over both (Dice 1945).
double dice(const Region& found, const GreyImage& truth) {
  double both = 0.0, all = 0.0;
  for (std::size_t i = 0; i < found.pixels.size(); ++i) {
    const bool is_found = found.pixels[i] != 0, is_true = truth.pixels[i] != 0;
    both += is_found && is_true;
    all += (is_found ? 1.0 : 0.0) + (is_true ? 1.0 : 0.0);
  }
  return 2.0 * both / all;
}

TEST(LungField, IsNearTheLungsOfGeneratedFilms) {
  std::vector<double> scores;
  int seen = 0;
  for (std::uint64_t number = 0; number < 40; ++number) {
    const PhantomFilm phantom = draw(number);
    const LungField field = estimate_lung_field(phantom.film);
    scores.push_back(dice(both_lungs(field), phantom.lung_mask));
    seen += field.is_seen;
  }
  std::ranges::sort(scores);
  const double mean = std::accumulate(scores.begin(), scores.end(), 0.0) / 40.0;
  EXPECT_GT(mean, 0.82);
  EXPECT_GT(scores[2], 0.72);
  EXPECT_GE(seen, 36);
}

TEST(LungField, HasALungOnEachSide) {
  const LungField field = estimate_lung_field(draw(3).film);
  const auto middle = [](const Region& lung) {
    double sum = 0.0, count = 0.0;
    for (std::size_t i = 0; i < lung.pixels.size(); ++i) {
      sum += lung.pixels[i] * static_cast<double>(i % size_pixels);
      count += lung.pixels[i];
    }
    return sum / count;
  };
  EXPECT_LT(middle(field.film_right), 0.45 * size_pixels);
  EXPECT_GT(middle(field.film_left), 0.55 * size_pixels);
}

TEST(LungField, OfAFilmWithoutLungsIsTheAveragePlace) {
  const GreyImage blank{64, 48, 255, std::vector<std::uint16_t>(64 * 48, 90)};
  const LungField field = estimate_lung_field(blank);
  EXPECT_FALSE(field.is_seen);
  EXPECT_GT(share_of(field.film_right), 0.05);
  EXPECT_GT(share_of(field.film_left), 0.05);
  EXPECT_LT(share_of(both_lungs(field)), 0.5);
}

TEST(LungField, ATinyFilmIsNoHarm) {
  for (const int side : {1, 2, 3}) {
    GreyImage film{side, side, 255, {}};
    for (int i = 0; i < side * side; ++i) film.pixels.push_back(static_cast<std::uint16_t>(i));
    const auto pixels = estimate_lung_field(film).film_left.pixels.size();
    EXPECT_EQ(pixels, area_pixels(side, side));
  }
}

}  // namespace
}  // namespace chestlens
