#include "support/raster.hpp"

#include <chestlens/assessment.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>

namespace chestlens {
namespace {

/// Films of three classes, two per patient, of which a share is predicted rightly.
ScoredFilms draw_films(int films, std::uint32_t right_percent) {
  testing::Noise noise(3);
  ScoredFilms scored{.classes = 3, .probabilities = {}, .truth = {}, .patients = {}};
  for (int film = 0; film < films; ++film) {
    const int truth = film % 3;
    const int predicted =
        noise.below(100) < right_percent ? truth : static_cast<int>(noise.below(3));
    for (int c = 0; c < 3; ++c) scored.probabilities.push_back(c == predicted ? 0.8F : 0.1F);
    scored.truth.push_back(truth);
    scored.patients.push_back("patient " + std::to_string(film / 2));
  }
  return scored;
}

const BootstrapOptions few_draws{.draws = 200};

TEST(Assess, APerfectClassifierIsPerfect) {
  const auto assessment = assess(draw_films(90, 100), few_draws).value();
  EXPECT_EQ(assessment.macro_f1.value, 1.0);
  EXPECT_EQ(assessment.macro_roc.value, 1.0);
  EXPECT_EQ(assessment.macro_roc.interval.low, 1.0);
  EXPECT_EQ(assessment.classes[2].precision_recall.value, 1.0);
  EXPECT_NEAR(assessment.calibration_error.value, 0.2, 1e-6);  // it is 80 % sure, and always right
}

TEST(Assess, IntervalsHoldTheirFigureAndNarrowWithFilms) {
  const auto few = assess(draw_films(60, 70), few_draws).value();
  const auto many = assess(draw_films(1500, 70), few_draws).value();
  for (const Assessment* one : {&few, &many}) {
    for (const Estimate& estimate : {one->balanced_accuracy, one->macro_f1, one->macro_roc}) {
      EXPECT_LT(estimate.interval.low, estimate.value);
      EXPECT_GT(estimate.interval.high, estimate.value);
    }
  }
  const auto width = [](const Estimate& estimate) {
    return estimate.interval.high - estimate.interval.low;
  };
  EXPECT_LT(width(many.macro_f1), 0.5 * width(few.macro_f1));
}

// Patients, not films: the same films of half as many patients give wider intervals.
TEST(Assess, FilmsOfOnePatientCountTogether) {
  ScoredFilms alone = draw_films(300, 60);
  ScoredFilms together = alone;
  for (std::size_t film = 0; film < alone.truth.size(); ++film) {
    alone.patients[film] = std::to_string(film);
    together.patients[film] = std::to_string(film % 15);
  }
  // All films of one of the 15 patients are predicted well, or all badly.
  for (std::size_t film = 0; film < together.truth.size(); ++film) {
    const bool well = film % 15 < 8;
    for (int c = 0; c < 3; ++c) {
      const int predicted = well ? together.truth[film] : (together.truth[film] + 1) % 3;
      together.probabilities[3 * film + static_cast<std::size_t>(c)] = c == predicted ? 0.8F : 0.1F;
    }
  }
  alone.probabilities = together.probabilities;
  const auto by_film = assess(alone, few_draws).value().balanced_accuracy;
  const auto by_patient = assess(together, few_draws).value().balanced_accuracy;
  EXPECT_EQ(by_film.value, by_patient.value);
  EXPECT_GT(by_patient.interval.high - by_patient.interval.low,
            2.0 * (by_film.interval.high - by_film.interval.low));
}

TEST(Assess, AClassWithoutFilmsIsLeftOut) {
  ScoredFilms scored = draw_films(60, 80);
  for (int& truth : scored.truth) truth %= 2;
  const auto assessment = assess(scored, few_draws).value();
  EXPECT_TRUE(std::isnan(assessment.classes[2].roc.value));
  EXPECT_TRUE(std::isnan(assessment.classes[2].f1.interval.low));
  EXPECT_TRUE(std::isfinite(assessment.macro_roc.value));
}

// A card takes numbers alone: of one film of a class the area has an interval, which says nothing.
TEST(Assess, AClassOfOnePatientHasAnArea) {
  ScoredFilms scored = draw_films(60, 80);
  for (std::size_t film = 0; film < scored.truth.size(); ++film) scored.truth[film] = film == 0;
  const auto assessment = assess(scored, few_draws).value();
  const auto& [area, interval] = assessment.classes[1].roc;
  EXPECT_TRUE(std::isfinite(area));
  EXPECT_EQ(interval.low, 0.0);
  EXPECT_EQ(interval.high, 1.0);
}

TEST(Assess, RefusesWhatDoesNotFit) {
  EXPECT_FALSE(assess({}));
  ScoredFilms scored = draw_films(9, 80);
  scored.patients.pop_back();
  EXPECT_FALSE(assess(scored));
  scored = draw_films(9, 80);
  scored.probabilities[4] = 1.5F;
  EXPECT_FALSE(assess(scored));
}

}  // namespace
}  // namespace chestlens
