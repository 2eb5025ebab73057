#include "evaluate/roc_curve.hpp"

#include <chestlens/metrics.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using Numbers = std::vector<double>;

double area_under(const RocCurve& curve) {
  double area = 0.0;
  for (std::size_t i = 1; i < curve.true_positive_rate.size(); ++i) {
    area += (curve.false_positive_rate[i] - curve.false_positive_rate[i - 1]) *
            (curve.true_positive_rate[i] + curve.true_positive_rate[i - 1]) / 2.0;
  }
  return area;
}

// From the highest score: right, wrong, right, wrong.
TEST(RocCurve, TurnsAtEachThreshold) {
  const auto curve =
      roc_curve(std::vector{0.6F, 0.9F, 0.7F, 0.8F}, std::vector{0, 1, 1, 0}).value();
  EXPECT_EQ(curve.false_positive_rate, (Numbers{0.0, 0.0, 0.5, 0.5, 1.0}));
  EXPECT_EQ(curve.true_positive_rate, (Numbers{0.0, 0.5, 0.5, 1.0, 1.0}));
}

TEST(RocCurve, EqualScoresAreOneSlantedLine) {
  const auto curve =
      roc_curve(std::vector{0.9F, 0.5F, 0.5F, 0.5F, 0.1F}, std::vector{1, 1, 0, 0, 0}).value();
  EXPECT_EQ(curve.false_positive_rate, (Numbers{0.0, 0.0, 2.0 / 3.0, 1.0}));
  EXPECT_EQ(curve.true_positive_rate, (Numbers{0.0, 0.5, 1.0, 1.0}));
}

struct RandomFilms {
  std::vector<float> scores;
  std::vector<int> positive;
  std::vector<std::string> patients;
};

RandomFilms random_films(int films, int per_patient) {
  std::mt19937 random(3);
  std::normal_distribution<float> normal;
  RandomFilms result;
  for (int i = 0; i < films; ++i) {
    result.positive.push_back(i / per_patient % 3 == 0 ? 1 : 0);
    const float score = normal(random) + static_cast<float>(result.positive.back());
    result.scores.push_back(std::round(score * 10.0F) / 10.0F);  // with ties
    result.patients.push_back(std::to_string(i / per_patient));
  }
  return result;
}

TEST(RocCurve, ItsAreaIsThatOfMannAndWhitney) {
  const RandomFilms films = random_films(200, 1);
  const auto curve = roc_curve(films.scores, films.positive).value();
  EXPECT_NEAR(area_under(curve), roc_auc(films.scores, films.positive).value(), 1e-12);
  EXPECT_GT(curve.true_positive_rate.size(), 10U);
}

TEST(RocCurve, NeedsFilmsOfBothKinds) {
  EXPECT_FALSE(roc_curve(std::vector{0.5F, 0.6F}, std::vector{1, 1}));
  EXPECT_FALSE(roc_curve(std::vector{0.5F, 0.6F}, std::vector{0, 0}));
  EXPECT_FALSE(roc_curve(std::vector{0.5F}, std::vector{0, 1}));
  EXPECT_FALSE(roc_band(std::vector{0.5F}, std::vector{1}, std::vector<std::string>{"p"}));
}

TEST(RocBand, IsALineWhereEveryDrawSeparatesTheClasses) {
  const auto band = roc_band(std::vector{0.9F, 0.8F, 0.2F, 0.1F, 0.3F}, std::vector{1, 1, 0, 0, 0},
                             std::vector<std::string>{"a", "b", "c", "d", "e"}, {.draws = 200})
                        .value();
  ASSERT_EQ(band.low.size(), 101U);
  EXPECT_EQ(band.false_positive_rate.front(), 0.0);
  EXPECT_EQ(band.false_positive_rate.back(), 1.0);
  for (std::size_t i = 0; i < band.low.size(); ++i) {
    EXPECT_EQ(band.low[i], 1.0);
    EXPECT_EQ(band.high[i], 1.0);
  }
}

double mean_width(const RocBand& band) {
  double width = 0.0;
  for (std::size_t i = 0; i < band.low.size(); ++i) width += band.high[i] - band.low[i];
  return width / static_cast<double>(band.low.size());
}

TEST(RocBand, HoldsTheCurveAndIsWiderWhereFilmsAreFew) {
  const RandomFilms alone = random_films(300, 1);
  const auto band = roc_band(alone.scores, alone.positive, alone.patients, {.draws = 400}).value();
  const auto curve = roc_curve(alone.scores, alone.positive).value();
  for (std::size_t i = 0; i + 1 < curve.true_positive_rate.size(); ++i) {
    if (curve.false_positive_rate[i] == curve.false_positive_rate[i + 1]) continue;  // it rises
    const auto at = static_cast<std::size_t>(100.0 * curve.false_positive_rate[i]);
    EXPECT_LE(band.low[at], curve.true_positive_rate[i] + 1e-9) << i;
  }
  EXPECT_GT(mean_width(band), 0.02);
  const auto fewer = random_films(30, 1);
  const auto widest =
      roc_band(fewer.scores, fewer.positive, fewer.patients, {.draws = 400}).value();
  EXPECT_GT(mean_width(widest), 2.0 * mean_width(band));
}

// Two patients of two films each, one of them of the class: a draw has both or is left out, so
// every draw that counts is the curve itself.
TEST(RocBand, DrawsWholePatients) {
  const auto band = roc_band(std::vector{0.9F, 0.5F, 0.7F, 0.1F}, std::vector{1, 1, 0, 0},
                             std::vector<std::string>{"a", "a", "b", "b"}, {.draws = 50}, 3)
                        .value();
  EXPECT_EQ(band.false_positive_rate, (Numbers{0.0, 0.5, 1.0}));
  EXPECT_EQ(band.low, (Numbers{0.5, 1.0, 1.0}));
  EXPECT_EQ(band.high, (Numbers{0.5, 1.0, 1.0}));
}

}  // namespace
}  // namespace chestlens
