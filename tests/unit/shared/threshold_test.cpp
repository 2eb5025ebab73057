#include <chestlens/threshold.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// Twenty films of class 1 with the probabilities 0.05, 0.10, ... 1.00, and twenty of class 0 with
/// those less 0.02; a film per patient.
ScoredFilms ladder() {
  ScoredFilms scored{.classes = 2, .probabilities = {}, .truth = {}, .patients = {}};
  for (int step = 1; step <= 20; ++step) {
    for (const int truth : {1, 0}) {
      const float p = static_cast<float>(step) / 20.0F - (truth == 0 ? 0.02F : 0.0F);
      scored.probabilities.insert(scored.probabilities.end(), {1.0F - p, p});
      scored.truth.push_back(truth);
      scored.patients.push_back(std::to_string(step) + (truth == 0 ? "n" : "p"));
    }
  }
  return scored;
}

TEST(Threshold, IsTheHighestThatKeepsTheRecall) {
  const auto chosen = threshold_for_recall(ladder(), 1, 0.95, {.draws = 200}).value();
  EXPECT_LE(chosen.threshold, 0.10F);  // 19 of 20 films
  EXPECT_GT(chosen.threshold, 0.0999);
  EXPECT_NEAR(chosen.figures.recall.value, 0.95, 1e-12);
  EXPECT_NEAR(chosen.figures.specificity.value, 2.0 / 20.0, 1e-12);  // 0.03 and 0.08
  EXPECT_NEAR(chosen.figures.precision.value, 19.0 / 37.0, 1e-12);
  EXPECT_EQ(chosen.figures.called, 37);
  EXPECT_LE(chosen.interval.low, chosen.threshold + 1e-6);
  EXPECT_GE(chosen.interval.high, chosen.threshold);
  const auto all = threshold_for_recall(ladder(), 1, 1.0, {.draws = 200}).value();
  EXPECT_EQ(all.figures.recall.value, 1.0);
}

TEST(Threshold, FiguresAreOfFilmsAtOrAboveIt) {
  const auto figures = figures_at_threshold(ladder(), 1, 0.5).value();
  EXPECT_EQ(figures.positives, 20);
  EXPECT_EQ(figures.negatives, 20);
  EXPECT_NEAR(figures.recall.value, 11.0 / 20.0, 1e-12);  // 0.50 counts
  EXPECT_NEAR(figures.specificity.value, 10.0 / 20.0, 1e-12);
  const Interval wilson = wilson_interval(11, 20);
  EXPECT_NEAR(figures.recall.interval.low, wilson.low, 1e-12);
  const auto none = figures_at_threshold(ladder(), 1, 1.5).value();
  EXPECT_EQ(none.called, 0);
  EXPECT_TRUE(std::isnan(none.precision.value));
}

TEST(Threshold, RepeatedPatientsWidenItsInterval) {
  ScoredFilms scored = ladder();
  const auto width = [](const Interval& interval) { return interval.high - interval.low; };
  const double alone = width(threshold_for_recall(scored, 1, 0.5)->interval);
  for (std::size_t film = 0; film < scored.patients.size(); ++film) {
    scored.patients[film] = std::to_string(film / 10);  // neighbours on the ladder
  }
  EXPECT_GT(width(threshold_for_recall(scored, 1, 0.5)->interval), 1.2 * alone);
}

TEST(Threshold, RefusesWhatCannotBe) {
  EXPECT_FALSE(threshold_for_recall(ladder(), 2, 0.9));
  EXPECT_FALSE(threshold_for_recall(ladder(), 1, 0.0));
  EXPECT_FALSE(threshold_for_recall(ladder(), 1, std::nan("")));
  ScoredFilms scored = ladder();
  for (int& truth : scored.truth) truth = 0;
  EXPECT_FALSE(threshold_for_recall(scored, 1, 0.9));
}

}  // namespace
}  // namespace chestlens
