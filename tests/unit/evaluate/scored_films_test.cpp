#include "evaluate/scored_films.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace chestlens {
namespace {

/// Films of two classes, predicted with a probability of 1/(1+e^-6); four in five predictions are
/// right.
PredictionTable overconfident_table() {
  PredictionTable table{.classes = {"a", "b"}, .films = {}};
  for (int film = 0; film < 100; ++film) {
    const int label = film % 2;
    const int predicted = film % 10 < 8 ? label : 1 - label;
    table.films.push_back({std::to_string(film) + ".png",
                           "patient " + std::to_string(film),
                           label,
                           {predicted == 0 ? 6.0F : 0.0F, predicted == 1 ? 6.0F : 0.0F}});
  }
  return table;
}

TEST(ScoredFilms, HaveTheProbabilitiesOfTheirLogits) {
  const auto scored = scored_films(overconfident_table(), 2.0).value();
  ASSERT_EQ(scored.truth.size(), 100U);
  EXPECT_EQ(scored.patients[7], "patient 7");
  EXPECT_NEAR(scored.probabilities[0], 1.0 / (1.0 + std::exp(-3.0)), 1e-6);
}

// The temperature at which certainty is 4/5, 6/T = log(4), and a little nearer to 1 by the prior.
TEST(ScoredFilms, CalibrationTakesOverconfidenceAway) {
  const Calibration calibration = calibrate(overconfident_table()).value();
  EXPECT_NEAR(calibration.temperature, 6.0 / std::log(4.0), 0.15);
  EXPECT_LT(calibration.temperature, 6.0 / std::log(4.0));
  EXPECT_TRUE(calibration.is_determined);
  const Assessment before = assess(scored_films(overconfident_table()).value()).value();
  EXPECT_NEAR(before.calibration_error.value, 1.0 / (1.0 + std::exp(-6.0)) - 0.8, 1e-3);
  EXPECT_NEAR(calibration.error.value, 0.0, 0.01);
  EXPECT_GT(calibration.error.interval.high, 0.0);
}

TEST(ScoredFilms, AFilmWithoutAFiniteLogitIsNamed) {
  PredictionTable table = overconfident_table();
  table.films[3].logits[0] = std::nanf("");
  const auto scored = scored_films(table);
  ASSERT_FALSE(scored);
  EXPECT_EQ(scored.error().context, "3.png");
}

}  // namespace
}  // namespace chestlens
