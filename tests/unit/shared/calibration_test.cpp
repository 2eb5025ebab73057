#include "support/raster.hpp"

#include <chestlens/calibration.hpp>
#include <chestlens/probability.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace chestlens {
namespace {

TEST(Reliability, SortsFilmsByConfidence) {
  // Confidences 0.6 (right), 0.9 (wrong), 0.8 (right), 0.5 (the first of two equal ones, right).
  const std::vector<float> probabilities{0.6F, 0.4F, 0.1F, 0.9F, 0.2F, 0.8F, 0.5F, 0.5F};
  const std::vector<int> truth{0, 0, 1, 0};
  const auto bins = reliability(probabilities, truth, 2, 5).value();
  ASSERT_EQ(bins.size(), 5U);
  EXPECT_EQ(bins[1].films, 0);
  EXPECT_EQ(bins[2].films, 1);  // 0.5; 0.6F is a little more than 0.6
  EXPECT_EQ(bins[3].films + bins[4].films, 3);
  EXPECT_DOUBLE_EQ(bins[2].accuracy, 1.0);
  EXPECT_DOUBLE_EQ(bins[2].confidence, 0.5);
  EXPECT_DOUBLE_EQ(bins[4].low, 0.8);
}

TEST(Reliability, ErrorIsTheMeanDistanceByHand) {
  const std::vector<ReliabilityBin> bins{
      {0.0, 0.5, 0, 0.0, 0.0}, {0.5, 0.75, 3, 0.7, 1.0 / 3.0}, {0.75, 1.0, 1, 0.9, 1.0}};
  EXPECT_NEAR(expected_calibration_error(bins), 0.75 * (0.7 - 1.0 / 3.0) + 0.25 * 0.1, 1e-12);
  EXPECT_EQ(expected_calibration_error({}), 0.0);
}

TEST(Reliability, CertainFilmsAreInTheLastBin) {
  const std::vector<float> probabilities{1.0F, 0.0F};
  const std::vector<int> truth{0};
  EXPECT_EQ(reliability(probabilities, truth, 2).value().back().films, 1);
}

TEST(Reliability, RefusesWhatDoesNotFit) {
  const std::vector<float> probabilities{0.6F, 0.4F};
  const std::vector<int> one{0};
  const std::vector<int> two{0, 1};
  const std::vector<int> high{2};
  const std::vector<float> more{1.2F, -0.2F};
  EXPECT_FALSE(reliability(probabilities, two, 2));
  EXPECT_FALSE(reliability(probabilities, high, 2));
  EXPECT_FALSE(reliability(more, one, 2));
  EXPECT_FALSE(reliability(probabilities, one, 2, 0));
}

/// Films whose class is drawn by softmax(logits / temperature).
struct Drawn {
  std::vector<float> logits;
  std::vector<int> truth;
};

Drawn draw_films(double temperature, int films) {
  testing::Noise noise(5);
  Drawn drawn;
  for (int i = 0; i < films; ++i) {
    std::vector<float> row;
    for (int c = 0; c < 3; ++c) row.push_back(static_cast<float>(noise.below(1000)) / 150.0F);
    const auto probabilities = softmax(row, temperature).value();
    double left = static_cast<double>(noise.below(1'000'000)) / 1e6;
    int chosen = 0;
    while (chosen < 2 && left >= probabilities[static_cast<std::size_t>(chosen)]) {
      left -= probabilities[static_cast<std::size_t>(chosen++)];
    }
    drawn.logits.insert(drawn.logits.end(), row.begin(), row.end());
    drawn.truth.push_back(chosen);
  }
  return drawn;
}

TEST(FitTemperature, FindsTheOneThatDrewTheClasses) {
  for (const double temperature : {0.5, 1.0, 2.5}) {
    const Drawn drawn = draw_films(temperature, 20'000);
    const TemperatureFit fit = fit_temperature(drawn.logits, drawn.truth, 3).value();
    EXPECT_NEAR(fit.temperature, temperature, 0.05 * temperature);
    EXPECT_TRUE(fit.is_determined);
  }
}

TEST(FitTemperature, NeighboursAreWorse) {
  const Drawn drawn = draw_films(1.7, 300);
  const auto loss_at = [&](double temperature) {
    double sum = 0.0;
    for (std::size_t i = 0; i < drawn.truth.size(); ++i) {
      const auto row = std::span(drawn.logits).subspan(3 * i, 3);
      sum -= std::log(softmax(row, temperature).value()[static_cast<std::size_t>(drawn.truth[i])]);
    }
    return sum;
  };
  const double fitted = fit_temperature(drawn.logits, drawn.truth, 3)->temperature;
  EXPECT_LT(loss_at(fitted), loss_at(1.05 * fitted));
  EXPECT_LT(loss_at(fitted), loss_at(fitted / 1.05));
}

/// 40 films of tests/oracles/shared_statistics.py, of which every third is right by chance.
Drawn oracle_films() {
  Drawn drawn;
  for (int i = 0; i < 40; ++i) {
    for (const int quarters : {i * 7 % 11, i * 5 % 13, i * 3 % 7}) {
      drawn.logits.push_back(static_cast<float>(quarters) / 4.0F);
    }
    drawn.truth.push_back(i * 11 % 3);
  }
  return drawn;
}

// scipy 1.17.1's minimize_scalar on the same sum.
TEST(FitTemperature, IsSciPys) {
  Drawn drawn = oracle_films();
  const auto fit = fit_temperature(drawn.logits, drawn.truth, 3).value();
  EXPECT_NEAR(fit.temperature, 3.88840984, 1e-6);
  EXPECT_TRUE(fit.is_determined);
  for (std::size_t i = 0; i < drawn.truth.size(); ++i) {
    drawn.truth[i] = most_probable(std::span(drawn.logits).subspan(3 * i, 3));
  }
  const auto all_right = fit_temperature(drawn.logits, drawn.truth, 3).value();
  EXPECT_NEAR(all_right.temperature, 0.170096503, 1e-7);
  EXPECT_FALSE(all_right.is_determined);
}

TEST(FitTemperature, AnAllRightSetIsHeldNearOneAndFlagged) {
  std::vector<float> logits;
  std::vector<int> truth;
  for (int film = 0; film < 300; ++film) {
    logits.insert(logits.end(), {8.0F + static_cast<float>(film % 5), 1.0F, 0.0F});
    truth.push_back(0);
  }
  const auto fit = fit_temperature(logits, truth, 3).value();
  EXPECT_GT(fit.temperature, 0.5);
  EXPECT_LE(fit.temperature, 1.0);
  EXPECT_FALSE(fit.is_determined);
  truth[7] = 1;  // one wrong film, and the films say how sure is too sure
  EXPECT_TRUE(fit_temperature(logits, truth, 3)->is_determined);
}

TEST(FitTemperature, StaysWithinItsRange) {
  const std::vector<float> logits{3000.0F, 1000.0F};
  const std::vector<int> right{0};
  const std::vector<int> wrong{1};
  EXPECT_NEAR(fit_temperature(logits, right, 2)->temperature, 1.0, 1e-9);
  const auto fit = fit_temperature(logits, wrong, 2).value();
  EXPECT_NEAR(fit.temperature, 20.0, 1e-9);
  EXPECT_FALSE(fit.is_determined);
}

TEST(FitTemperature, RefusesBadInput) {
  const std::vector<float> logits{1.0F, std::numeric_limits<float>::infinity()};
  const std::vector<int> one{0};
  EXPECT_FALSE(fit_temperature(logits, one, 2));
  EXPECT_FALSE(fit_temperature({}, {}, 2));
}

}  // namespace
}  // namespace chestlens
