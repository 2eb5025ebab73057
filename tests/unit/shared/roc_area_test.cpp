#include "support/raster.hpp"

#include <chestlens/roc_area.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// The films of tests/oracles: 60 of them, two scores with ties.
struct Films {
  std::vector<float> first, second;
  std::vector<int> positive;
  PatientFilms alone, together;  // a film per patient; 16 patients
};

Films oracle_films() {
  Films films;
  films.together.resize(16);
  for (std::size_t i = 0; i < 60; ++i) {
    const int positive = i % 3 == 0 ? 1 : 0;
    films.positive.push_back(positive);
    const auto bonus = static_cast<std::size_t>(positive);
    films.first.push_back(static_cast<float>((i * 37) % 61 + 18 * bonus) / 64.0F);
    films.second.push_back(static_cast<float>((i * 23 + 5) % 59 + 9 * bonus) / 64.0F);
    films.alone.push_back({i});
    films.together[(i * 7) % 16].push_back(i);
  }
  return films;
}

// tests/oracles/roc_area.R: R 4.2.2, pROC 1.18.0.
TEST(RocArea, IsDeLongsOfPRoc) {
  const Films films = oracle_films();
  const auto first = roc_area(films.first, films.positive, films.alone).value();
  const auto second = roc_area(films.second, films.positive, films.alone).value();
  EXPECT_NEAR(first.area, 0.740625, 1e-12);
  EXPECT_NEAR(second.area, 0.656875, 1e-12);
  EXPECT_NEAR(first.standard_error, 0.0678161253982789, 1e-12);
  EXPECT_NEAR(second.standard_error, 0.0750580423741103, 1e-12);
  const auto both =
      roc_area_difference(films.first, films.second, films.positive, films.alone).value();
  EXPECT_NEAR(both.difference(), 0.08375, 1e-12);
  EXPECT_NEAR(both.p, 0.515217233742123, 1e-10);
  const double variance = std::pow(first.standard_error, 2) + std::pow(second.standard_error, 2) +
                          2.0 * 0.00316554381747638;
  EXPECT_NEAR(both.standard_error, std::sqrt(variance), 1e-12);
}

// tests/oracles/shared_statistics.py, over all pairs of films.
TEST(RocArea, IsObuchowskisByPatient) {
  const Films films = oracle_films();
  EXPECT_NEAR(roc_area(films.first, films.positive, films.together)->standard_error,
              0.0919689145853098, 1e-12);
  EXPECT_NEAR(roc_area(films.second, films.positive, films.together)->standard_error,
              0.0816141965795984, 1e-12);
  const auto both =
      roc_area_difference(films.first, films.second, films.positive, films.together).value();
  EXPECT_NEAR(both.standard_error, 0.163024640264389, 1e-12);
  EXPECT_NEAR(both.p, 0.607443555693186, 1e-10);
}

TEST(RocArea, IntervalIsSymmetricOnTheLogitScale) {
  const Films films = oracle_films();
  const auto one = roc_area(films.first, films.positive, films.alone).value();
  const auto logit = [](double area) { return std::log(area / (1.0 - area)); };
  const double reach = 1.959963984540054 * one.standard_error / (one.area * (1.0 - one.area));
  EXPECT_NEAR(logit(one.interval.high) - logit(one.area), reach, 1e-9);
  EXPECT_NEAR(logit(one.area) - logit(one.interval.low), reach, 1e-9);
}

// A perfect score of few films says less than one of many, and neither says that it is certain.
TEST(RocArea, APerfectAreaHasAnIntervalToo) {
  const auto low_of = [](std::size_t films) {
    std::vector<float> scores;
    std::vector<int> positive;
    PatientFilms patients;
    for (std::size_t i = 0; i < films; ++i) {
      positive.push_back(static_cast<int>(i % 2));
      scores.push_back(static_cast<float>(i % 2));
      patients.push_back({i});
    }
    const auto area = roc_area(scores, positive, patients).value();
    EXPECT_EQ(area.area, 1.0);
    EXPECT_EQ(area.interval.high, 1.0);
    return area.interval.low;
  };
  EXPECT_GT(low_of(20), 0.6);
  EXPECT_LT(low_of(20), 0.9);
  EXPECT_GT(low_of(400), 0.98);
}

TEST(RocArea, TheSameScoreDoesNotDiffer) {
  const Films films = oracle_films();
  const auto same =
      roc_area_difference(films.first, films.first, films.positive, films.together).value();
  EXPECT_EQ(same.difference(), 0.0);
  EXPECT_EQ(same.p, 1.0);
}

// 60 patients with two to four films, whose scores share a part: the true area is Phi(1 / sqrt(2)).
TEST(RocArea, CoversTheTruthByPatientAndNotByFilm) {
  testing::Noise noise(11);
  const auto normal = [&] {
    double sum = -6.0;
    for (int i = 0; i < 12; ++i) sum += static_cast<double>(noise.below(1'000'000)) / 1e6;
    return sum;
  };
  const double truth = 0.5 * std::erfc(-0.5);
  constexpr int repeats = 2'000;
  int by_patient = 0;
  int by_film = 0;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    std::vector<float> scores;
    std::vector<int> positive;
    PatientFilms patients(60);
    PatientFilms alone;
    for (std::size_t k = 0; k < patients.size(); ++k) {
      const double shared = std::sqrt(0.7) * normal();
      for (std::size_t film = 0; film < 2 + k % 3; ++film) {
        const int label = k % 2 == 0 ? 1 : 0;
        patients[k].push_back(scores.size());
        alone.push_back({scores.size()});
        scores.push_back(static_cast<float>(shared + std::sqrt(0.3) * normal() + label));
        positive.push_back(label);
      }
    }
    const auto covers = [&](const PatientFilms& groups) {
      const Interval interval = roc_area(scores, positive, groups)->interval;
      return interval.low <= truth && truth <= interval.high ? 1 : 0;
    };
    by_patient += covers(patients);
    by_film += covers(alone);
  }
  EXPECT_GE(by_patient, 0.93 * repeats);
  EXPECT_LE(by_patient, 0.97 * repeats);
  EXPECT_LT(by_film, 0.85 * repeats);
}

TEST(RocArea, OnePatientSaysNothingOfOthers) {
  const std::vector<float> scores{0.1F, 0.4F, 0.3F};
  const std::vector<int> one_positive{0, 0, 1};
  const PatientFilms alone{{0}, {1}, {2}};
  const auto area = roc_area(scores, one_positive, alone).value();
  EXPECT_EQ(area.area, 0.5);
  EXPECT_EQ(area.interval.low, 0.0);
  EXPECT_EQ(area.interval.high, 1.0);
  EXPECT_TRUE(std::isnan(roc_area_difference(scores, scores, one_positive, alone)->p));
}

TEST(RocArea, RefusesWhatDoesNotFit) {
  const std::vector<float> scores{0.1F, 0.2F, 0.3F};
  const std::vector<int> one_positive{0, 0, 1};
  const std::vector<int> none{0, 0, 0};
  const PatientFilms alone{{0}, {1}, {2}};
  EXPECT_FALSE(roc_area(scores, none, alone));
  EXPECT_FALSE(roc_area(scores, one_positive, {{0}, {1}}));
  EXPECT_FALSE(roc_area_difference(scores, std::vector<float>{0.1F}, one_positive, alone));
}

}  // namespace
}  // namespace chestlens
