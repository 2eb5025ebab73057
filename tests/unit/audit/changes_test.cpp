#include "audit/changes.hpp"

#include "audit/jpeg.hpp"
#include "phantom/phantom.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace chestlens {
namespace {

GreyImage draw(std::uint64_t number) {
  PhantomOptions options;
  options.size_pixels = 128;
  options.shortcut = Shortcut{PhantomClass::viral, "WARD 7"};
  return draw_phantom(PhantomClass::viral, {number, number}, options).value().film;
}

double mean_difference(const GreyImage& a, const GreyImage& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.pixels.size(); ++i) {
    sum += std::abs(int{a.pixels[i]} - int{b.pixels[i]});
  }
  return sum / static_cast<double>(a.pixels.size());
}

TEST(HarmlessChanges, ChangeAFilmAndKeepItsSizeAndRange) {
  const GreyImage film = draw(1);
  for (const NamedFilmChange& change : harmless_changes()) {
    const auto changed = change.change(film, 0);
    ASSERT_TRUE(changed) << change.name;
    EXPECT_EQ(changed->width_pixels, film.width_pixels) << change.name;
    EXPECT_EQ(changed->height_pixels, film.height_pixels) << change.name;
    EXPECT_EQ(changed->pixels.size(), film.pixels.size()) << change.name;
    EXPECT_LE(std::ranges::max(changed->pixels), film.max_level) << change.name;
    EXPECT_GT(mean_difference(*changed, film), 0.3) << change.name;
  }
}

TEST(HarmlessChanges, AreTheSameForTheSameFilm) {
  const GreyImage film = draw(2);
  for (const NamedFilmChange& change : harmless_changes()) {
    EXPECT_EQ(change.change(film, 5)->pixels, change.change(film, 5)->pixels) << change.name;
  }
}

TEST(HarmlessChanges, TheLeastIsHardlySeen) {
  const GreyImage film = draw(3);
  const double difference = mean_difference(least_change().change(film, 0).value(), film);
  EXPECT_GT(difference, 0.3);
  EXPECT_LT(difference, 1.2);
}

TEST(Covers, ElsewhereIsAsLargeAsTheText) {
  int changed_text = 0, changed_elsewhere = 0;
  for (std::uint64_t number = 0; number < 8; ++number) {
    const GreyImage film = draw(number);
    const auto text = cover(Covered::text)(film, 0).value();
    const auto elsewhere = cover(Covered::elsewhere)(film, 0).value();
    for (std::size_t i = 0; i < film.pixels.size(); ++i) {
      changed_text += text.pixels[i] != film.pixels[i];
      changed_elsewhere += elsewhere.pixels[i] != film.pixels[i];
    }
  }
  EXPECT_GT(changed_text, 1000);
  EXPECT_NEAR(static_cast<double>(changed_elsewhere) / changed_text, 1.0, 0.25);
}

TEST(Covers, TheBorderAndAllButTheBorderAreTheFilm) {
  const GreyImage film = draw(4);
  const auto border = cover(Covered::border)(film, 0).value();
  const auto centre = cover(Covered::all_but_border)(film, 0).value();
  for (std::size_t i = 0; i < film.pixels.size(); ++i) {
    EXPECT_TRUE(border.pixels[i] == film.pixels[i] || centre.pixels[i] == film.pixels[i]);
  }
}

TEST(ThroughJpeg, KeepsAFilmOfMoreBitsNearItself) {
  GreyImage film = draw(5);
  film.max_level = 4095;
  for (auto& level : film.pixels) level = static_cast<std::uint16_t>(level * 16);
  const auto fine = through_jpeg(film, 95), coarse = through_jpeg(film, 20);
  ASSERT_TRUE(fine);
  ASSERT_TRUE(coarse);
  EXPECT_EQ(fine->max_level, 4095);
  EXPECT_LT(mean_difference(*fine, film), 40.0);
  EXPECT_LT(mean_difference(*fine, film), mean_difference(*coarse, film));
}

}  // namespace
}  // namespace chestlens
