#include "embed/principal_components.hpp"

#include "formula_rows.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace chestlens {
namespace {

using test::formula_rows;

double product(std::span<const float> a, std::span<const float> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

// scikit-learn 1.9.1, printed by oracles.py.
TEST(PrincipalComponents, AreThoseOfScikitLearn) {
  const auto found = principal_components(formula_rows(300, 12), 5, 2);
  const double variances[] = {3.1755, 3.06971, 0.547967, 0.155278, 0.0703042};
  ASSERT_EQ(found.variances.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(found.variances[i], variances[i], 1e-4) << i;
  EXPECT_NEAR(found.share(), 0.985424, 1e-5);
  const double axis[] = {0.48118,  -0.271675, -0.12457,  0.386435, -0.259196, -0.124054,
                         0.379583, -0.255216, -0.122491, 0.377923, -0.255086, -0.122965};
  for (std::size_t k = 0; k < 12; ++k) EXPECT_NEAR(found.axes.row(0)[k], axis[k], 1e-3) << k;
}

// More columns than axes are iterated: the variances fall as 1 / (1 + k)^2, so that the axes are
// known to be those of a diagonal.
TEST(PrincipalComponents, OfManyColumnsAreOrthonormalAndHoldTheMost) {
  const Rows rows = formula_rows(400, 200);
  const auto some = principal_components(rows, 10, 1);
  const auto all = principal_components(rows, 200, 1);
  for (std::size_t i = 0; i < 10; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      EXPECT_NEAR(product(some.axes.row(i), some.axes.row(j)), i == j ? 1.0 : 0.0, 1e-5);
    }
    EXPECT_NEAR(some.variances[i], all.variances[i], 1e-4 * all.variances[0]) << i;
  }
  EXPECT_NEAR(all.share(), 1.0, 1e-5);
}

TEST(PrincipalComponents, AreNoMoreThanRowsOrColumnsAllow) {
  EXPECT_EQ(principal_components(formula_rows(4, 12), 50, 1).axes.count(), 3U);
  EXPECT_EQ(principal_components(formula_rows(40, 6), 50, 1).axes.count(), 6U);
}

TEST(PrincipalComponents, OfEqualRowsHoldNothing) {
  const Rows rows{3, std::vector<float>(30, 2.0F)};
  const auto found = principal_components(rows, 2, 1);
  EXPECT_EQ(found.share(), 1.0);
  for (const float value : project(rows, found, 1).values) EXPECT_EQ(value, 0.0F);
}

TEST(PrincipalComponents, OfAllColumnsKeepDistances) {
  const Rows rows = formula_rows(60, 12);
  const Rows projected = project(rows, principal_components(rows, 12, 1), 1);
  const auto squared = [](std::span<const float> a, std::span<const float> b) {
    return product(a, a) + product(b, b) - 2.0 * product(a, b);
  };
  for (std::size_t i = 1; i < 60; ++i) {
    EXPECT_NEAR(squared(projected.row(i), projected.row(0)), squared(rows.row(i), rows.row(0)),
                1e-4);
  }
}

TEST(PrincipalComponents, DoNotDependOnThreads) {
  const Rows rows = formula_rows(500, 150);
  const auto one = principal_components(rows, 20, 1), three = principal_components(rows, 20, 3);
  EXPECT_EQ(one.axes.values, three.axes.values);
  EXPECT_EQ(project(rows, one, 1).values, project(rows, three, 3).values);
}

}  // namespace
}  // namespace chestlens
