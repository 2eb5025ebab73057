#include <chestlens/mcnemar.hpp>

#include <gtest/gtest.h>

#include <cstddef>
#include <vector>

namespace chestlens {
namespace {

struct Pair {
  std::vector<int> first, second;
  PatientFilms patients;
};

/// One film per patient: `only_first` that the first classifier alone gets right, `only_second`,
/// and ten that both do.
Pair films_of(int only_first, int only_second) {
  Pair pair;
  const auto add = [&](int films, int first, int second) {
    for (int i = 0; i < films; ++i) {
      pair.patients.push_back({pair.first.size()});
      pair.first.push_back(first);
      pair.second.push_back(second);
    }
  };
  add(only_first, 1, 0);
  add(only_second, 0, 1);
  add(10, 1, 1);
  return pair;
}

double p_of(int only_first, int only_second) {
  const Pair pair = films_of(only_first, only_second);
  return mcnemar(pair.first, pair.second, pair.patients)->p;
}

// tests/oracles/shared_statistics.py: statsmodels 0.15.0, scipy 1.17.1.
TEST(McNemar, IsTheMidPOfTheBinomial) {
  EXPECT_NEAR(p_of(10, 3), 0.057373046875, 1e-12);
  EXPECT_NEAR(p_of(3, 10), 0.057373046875, 1e-12);
  EXPECT_NEAR(p_of(25, 25), 0.943862413670391, 1e-12);
  EXPECT_NEAR(p_of(1, 0), 0.5, 1e-12);
  EXPECT_NEAR(p_of(140, 100), 0.00983154117860873, 1e-12);
  EXPECT_EQ(p_of(0, 0), 1.0);
}

// The normal form goes on where the exact one ends: 2,100 against 1,890, and against 1,910.
TEST(McNemar, ManyFilmsGoOnWhereFewEnd) {
  EXPECT_NEAR(p_of(2'100, 1'890), p_of(2'106, 1'896), 0.0003);
  EXPECT_LT(p_of(60'000, 58'000), 1e-7);
}

// Patients with the differences 3, -1, 2, 1, 1, -2, 4, 1; the same script, over all 256 signs.
TEST(McNemar, DrawsSignsByPatient) {
  Pair pair;
  for (const int difference : {3, -1, 2, 1, 1, -2, 4, 1}) {
    auto& films = pair.patients.emplace_back();
    for (int i = 0; i < std::abs(difference); ++i) {
      films.push_back(pair.first.size());
      pair.first.push_back(difference > 0 ? 1 : 0);
      pair.second.push_back(difference > 0 ? 0 : 1);
    }
  }
  const auto result = mcnemar(pair.first, pair.second, pair.patients).value();
  EXPECT_NEAR(result.p, 0.15234375, 1e-12);
  EXPECT_EQ(result.only_first, 12);
  EXPECT_EQ(result.only_second, 3);
}

TEST(McNemar, RefusesWhatDoesNotFit) {
  const std::vector<int> two{1, 0};
  const std::vector<int> one{1};
  EXPECT_FALSE(mcnemar(two, one, {{0}, {1}}));
  EXPECT_FALSE(mcnemar(two, two, {{0}}));
}

}  // namespace
}  // namespace chestlens
