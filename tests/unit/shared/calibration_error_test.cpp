#include "support/raster.hpp"

#include <chestlens/assessment.hpp>
#include <chestlens/probability.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

TEST(CalibrationError, WithoutNoiseItIsThePlainOne) {
  const std::vector<double> excess{0.1, -0.05, 0.0};
  const std::vector<std::vector<double>> draws(10, excess);
  const Estimate error = unbiased_calibration_error(excess, draws);
  EXPECT_NEAR(error.value, 0.15, 1e-6);
  EXPECT_NEAR(error.interval.low, 0.15, 1e-6);
  EXPECT_NEAR(error.interval.high, 0.15, 1e-6);
}

// One bin of 0.1, noise of 0.2, -0.2 and 0: without any error their plain values' mean is 0.13.
TEST(CalibrationError, WhatNoiseAloneExplainsIsNone) {
  const std::vector<double> excess{0.1};
  const Estimate error = unbiased_calibration_error(excess, {{0.3}, {-0.1}, {0.1}});
  EXPECT_EQ(error.value, 0.0);
  EXPECT_EQ(error.interval.low, 0.0);
  EXPECT_GT(error.interval.high, 0.09);
}

// One bin of 0.01 in the same noise: by luck less than noise alone makes, which proves nothing.
TEST(CalibrationError, LuckDoesNotProveThatThereIsNone) {
  const std::vector<double> excess{0.01};
  const Estimate error = unbiased_calibration_error(excess, {{0.21}, {-0.19}, {0.01}});
  EXPECT_EQ(error.value, 0.0);
  EXPECT_GT(error.interval.high, 0.1);
}

/// Four classes drawn by softmax(logits), and told by softmax(logits / temperature).
struct Drawn {
  ScoredFilms scored;
  double truth = 0.0;  // mean distance of confidence from the probability of being right
};

class World {
 public:
  Drawn draw(int films, double temperature) {
    Drawn drawn{.scored = {.classes = 4, .probabilities = {}, .truth = {}, .patients = {}}};
    for (int film = 0; film < films; ++film) {
      std::vector<float> logits;
      for (int c = 0; c < 4; ++c) logits.push_back(static_cast<float>(2.5 * normal()));
      const auto right = softmax(logits).value();
      const auto told = softmax(logits, temperature).value();
      int truth = 0;
      for (double left = uniform(); truth < 3 && left >= right[static_cast<std::size_t>(truth)];) {
        left -= right[static_cast<std::size_t>(truth++)];
      }
      drawn.scored.probabilities.insert(drawn.scored.probabilities.end(), told.begin(), told.end());
      drawn.scored.truth.push_back(truth);
      drawn.scored.patients.push_back(std::to_string(film));
      const auto called = static_cast<std::size_t>(most_probable(told));
      drawn.truth += std::abs(told[called] - right[called]) / static_cast<float>(films);
    }
    return drawn;
  }

 private:
  double uniform() { return (static_cast<double>(noise_.below(1'000'000)) + 0.5) / 1e6; }
  double normal() {
    return std::sqrt(-2.0 * std::log(uniform())) * std::cos(2.0 * std::acos(-1.0) * uniform());
  }

  testing::Noise noise_{29};
};

/// Means over some draws of the films.
struct Weighed {
  double truth = 0.0, plain = 0.0, value = 0.0;
  int covered = 0;
};

Weighed weigh(int films, double temperature, int repeats) {
  World world;
  Weighed weighed;
  weighed.truth = world.draw(20'000, temperature).truth;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const Drawn drawn = world.draw(films, temperature);
    const auto all = assess(drawn.scored, {.draws = 300}).value();
    const auto& [value, interval] = all.calibration_error;
    EXPECT_LE(interval.low, value);
    EXPECT_GE(interval.high, value);
    weighed.plain += expected_calibration_error(all.reliability) / repeats;
    weighed.value += value / repeats;
    weighed.covered += interval.low <= weighed.truth && weighed.truth <= interval.high ? 1 : 0;
  }
  return weighed;
}

// The truth is known: the mean is near it where the plain error is two points above, and the
// interval covers it. tests/oracles/calibration.py weighs other estimates in the same world.
TEST(CalibrationError, IsNearTheTruthAndCoversIt) {
  constexpr int repeats = 200;
  for (const double temperature : {0.8, 0.5, 1.6}) {
    const Weighed weighed = weigh(300, temperature, repeats);
    EXPECT_NEAR(weighed.value, weighed.truth, 0.008) << temperature;
    EXPECT_LT(std::abs(weighed.value - weighed.truth), std::abs(weighed.plain - weighed.truth));
    EXPECT_GE(weighed.covered, 0.90 * repeats) << temperature;
  }
}

TEST(CalibrationError, PerfectCalibrationMayBeNone) {
  constexpr int repeats = 200;
  const Weighed weighed = weigh(300, 1.0, repeats);
  EXPECT_NEAR(weighed.truth, 0.0, 1e-6);
  EXPECT_GT(weighed.plain, 0.05);
  EXPECT_LT(weighed.value, 0.5 * weighed.plain);
  EXPECT_GE(weighed.covered, 0.93 * repeats);
}

}  // namespace
}  // namespace chestlens
