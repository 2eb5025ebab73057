#include "embed/affinities.hpp"

#include "formula_rows.hpp"

#include <chestlens/tsne.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace chestlens {
namespace {

using test::formula_rows;

TEST(ConditionalAffinities, HaveThePerplexity) {
  const std::vector<float> squared{1.0F, 1.5F, 4.0F, 9.0F, 30.0F, 31.0F, 45.0F, 80.0F};
  for (const double perplexity : {1.5, 2.0, 5.0, 7.5}) {
    const auto weights = conditional_affinities(squared, perplexity);
    double entropy = 0.0, sum = 0.0;
    for (const double weight : weights) {
      sum += weight;
      if (weight > 0.0) entropy -= weight * std::log(weight);
    }
    EXPECT_NEAR(sum, 1.0, 1e-6);
    EXPECT_NEAR(std::exp(entropy), perplexity, 1e-4);
  }
}

TEST(ConditionalAffinities, OfEqualDistancesAreEqual) {
  for (const float distance : {0.0F, 3.0F}) {
    for (const float weight : conditional_affinities(std::vector<float>(6, distance), 3.0)) {
      EXPECT_NEAR(weight, 1.0 / 6.0, 1e-6);
    }
  }
}

// openTSNE 1.0.4, printed by oracles.py.
TEST(Affinities, AreThoseOfOpenTsne) {
  const auto neighbours = nearest_rows(formula_rows(300, 12), neighbours_for(10.0), 1);
  const auto joint = joint_affinities(neighbours, 10.0, 2);
  ASSERT_TRUE(joint);
  EXPECT_NEAR(std::accumulate(joint->values.begin(), joint->values.end(), 0.0), 1.0, 1e-5);
  std::vector<float> row(joint->values.begin() + std::ptrdiff_t(joint->rows[7]),
                         joint->values.begin() + std::ptrdiff_t(joint->rows[8]));
  std::ranges::sort(row, std::greater());
  const double expected[] = {0.00138588, 0.000509625, 0.000392423, 0.000370574, 0.00028506};
  for (std::size_t i = 0; i < 5; ++i) EXPECT_NEAR(row[i], expected[i], 1e-3 * expected[i]) << i;
}

TEST(Affinities, AreSymmetric) {
  const auto joint = joint_affinities(nearest_rows(formula_rows(90, 6), 16, 1), 5.0, 1);
  ASSERT_TRUE(joint);
  const auto value = [&](std::size_t i, std::size_t j) {
    for (std::size_t at = joint->rows[i]; at < joint->rows[i + 1]; ++at) {
      if (joint->points[at] == j) return joint->values[at];
    }
    return 0.0F;
  };
  for (std::size_t i = 0; i < 90; ++i) {
    for (std::size_t j = 0; j < 90; ++j) ASSERT_EQ(value(i, j), value(j, i));
  }
}

TEST(Affinities, RefuseAPerplexityOfTooFewNeighbours) {
  const auto neighbours = nearest_rows(formula_rows(30, 6), 10, 1);
  for (const double perplexity : {0.5, 10.0, std::nan("")}) {
    const auto joint = joint_affinities(neighbours, perplexity, 1);
    ASSERT_FALSE(joint);
    EXPECT_THAT(joint.error().message, testing::HasSubstr("with 10 neighbours"));
  }
}

}  // namespace
}  // namespace chestlens
