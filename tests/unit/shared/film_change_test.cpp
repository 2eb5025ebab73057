#include <chestlens/film_change.hpp>

#include <gtest/gtest.h>

#include <vector>

namespace chestlens {
namespace {

/// 0 1 2
/// 3 4 5
GreyImage small_film() {
  return {3, 2, 255, {0, 1, 2, 3, 4, 5}};
}

TEST(FilmChange, TurnsClockwise) {
  const GreyImage right = changed(small_film(), {.quarter_turns = 1});
  EXPECT_EQ(right.width_pixels, 2);
  EXPECT_EQ(right.height_pixels, 3);
  EXPECT_EQ(right.pixels, (std::vector<std::uint16_t>{3, 0, 4, 1, 5, 2}));
  EXPECT_EQ(changed(right, {.quarter_turns = -1}).pixels, small_film().pixels);
  EXPECT_EQ(changed(small_film(), {.quarter_turns = 2}).pixels,
            (std::vector<std::uint16_t>{5, 4, 3, 2, 1, 0}));
}

TEST(FilmChange, MirrorsAndMakesNegatives) {
  EXPECT_EQ(changed(small_film(), {.mirror = true}).pixels,
            (std::vector<std::uint16_t>{2, 1, 0, 5, 4, 3}));
  EXPECT_EQ(changed(small_film(), {.negative = true}).pixels,
            (std::vector<std::uint16_t>{255, 254, 253, 252, 251, 250}));
}

TEST(FilmChange, OneAfterTheOtherIsBothAtOnce) {
  for (int first = 0; first < 16; ++first) {
    for (int second = 0; second < 16; ++second) {
      const auto change_of = [](int number) {
        return FilmChange{(number & 4) != 0, (number & 8) != 0, number % 4};
      };
      const FilmChange a = change_of(first);
      const FilmChange b = change_of(second);
      const GreyImage apart = changed(changed(small_film(), a), b);
      const GreyImage together = changed(small_film(), then(a, b));
      EXPECT_EQ(apart.pixels, together.pixels) << first << ", then " << second;
      EXPECT_EQ(apart.width_pixels, together.width_pixels);
    }
  }
  EXPECT_EQ(then({.quarter_turns = 1}, {.quarter_turns = 3}), FilmChange{});
}

TEST(FilmChange, PixelsOfAFilmOnItsSideAreAsWideAsTheyWereHigh) {
  DecodedFilm film{{2, 1, 255, {1, 2}}, "a hand", {"read"}};
  film.spacing = PixelSpacing{0.1, 0.2};
  const DecodedFilm turned = changed(film, {.quarter_turns = 1});
  EXPECT_EQ(turned.spacing, (PixelSpacing{0.2, 0.1}));
  EXPECT_EQ(turned.image.height_pixels, 2);
  EXPECT_EQ(turned.subject, "a hand");
  EXPECT_EQ(changed(film, {.mirror = true}).spacing, film.spacing);
}

TEST(FilmChange, IsUndone) {
  for (int number = 0; number < 16; ++number) {
    const FilmChange change{(number & 4) != 0, (number & 8) != 0, number % 4};
    EXPECT_EQ(then(change, undo_of(change)), FilmChange{}) << in_words(change);
  }
}

TEST(FilmChange, IsSaid) {
  EXPECT_EQ(in_words(FilmChange{}), "");
  EXPECT_EQ(in_words({.quarter_turns = 4}), "");
  EXPECT_EQ(in_words({.negative = true, .mirror = true, .quarter_turns = 3}),
            "made negative, mirrored, turned to the left");
}

}  // namespace
}  // namespace chestlens
