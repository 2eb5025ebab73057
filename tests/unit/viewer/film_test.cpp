#include "sample.hpp"

#include <gtest/gtest.h>
#include <viewer/film.hpp>

namespace chestlens::viewer {
namespace {

TEST(Film, StatusFollowsWhatItHolds) {
  Film film;
  EXPECT_EQ(film_status(film), FilmStatus::waiting);
  film.image = ramp(4, 4);
  EXPECT_EQ(film_status(film), FilmStatus::decoded);
  film.prediction = prediction({0.2F, 0.8F});
  EXPECT_EQ(film_status(film), FilmStatus::ready);
  film.failure = "broken";
  EXPECT_EQ(film_status(film), FilmStatus::failed);
}

TEST(Film, ShowsThePredictedClassUntilAnotherIsChosen) {
  Film film;
  EXPECT_FALSE(predicted_class(film));
  EXPECT_FALSE(shown_class(film));
  film.prediction = prediction({0.2F, 0.5F, 0.3F});
  EXPECT_EQ(shown_class(film), 1);
  film.chosen_class = 2;
  EXPECT_EQ(predicted_class(film), 1);
  EXPECT_EQ(shown_class(film), 2);
}

TEST(Film, ReductionFactorIsTheSmallestThatFits) {
  EXPECT_EQ(reduction_factor(8192, 100, {8192, 16'000'000}), 1);
  EXPECT_EQ(reduction_factor(8193, 100, {8192, 16'000'000}), 2);
  EXPECT_EQ(reduction_factor(4000, 4000, {8192, 16'000'000}), 1);
  EXPECT_EQ(reduction_factor(4001, 4000, {8192, 16'000'000}), 2);
  EXPECT_EQ(reduction_factor(20000, 1, {100, 1000}), 200);
}

TEST(Film, ReducesByAveragingBlocks) {
  const GreyImage film = {3, 3, 65535, {0, 2, 10, 4, 6, 20, 1000, 2000, 65535}};
  const GreyImage half = reduce(film, 2);
  EXPECT_EQ(half.width_pixels, 2);
  EXPECT_EQ(half.height_pixels, 2);
  EXPECT_EQ(half.max_level, 65535);
  EXPECT_EQ(half.pixels, (std::vector<std::uint16_t>{3, 15, 1500, 65535}));
  EXPECT_EQ(reduce(film, 1).pixels, film.pixels);
}

}  // namespace
}  // namespace chestlens::viewer
