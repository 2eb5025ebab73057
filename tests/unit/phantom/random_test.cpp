#include "phantom/random.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chestlens::phantom {
namespace {

TEST(Random, EveryPartOfTheNameMatters) {
  const std::set<std::uint64_t> firsts{Random(1, 2, 3).next(), Random(2, 2, 3).next(),
                                       Random(1, 3, 3).next(), Random(1, 2, 4).next(),
                                       Random(3, 2, 1).next()};
  EXPECT_EQ(firsts.size(), 5U);
  EXPECT_EQ(Random(1, 2, 3).next(), Random(1, 2, 3).next());
}

TEST(Random, UniformStaysInRangeAndFillsIt) {
  Random random(7, 0, 0);
  double sum = 0.0, low = 1.0, high = 0.0;
  constexpr int draws = 20'000;
  for (int i = 0; i < draws; ++i) {
    const double value = random.uniform();
    ASSERT_GE(value, 0.0);
    ASSERT_LT(value, 1.0);
    sum += value;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  EXPECT_NEAR(sum / draws, 0.5, 0.01);
  EXPECT_LT(low, 0.001);
  EXPECT_GT(high, 0.999);
}

TEST(Random, NormalHasMeanZeroAndDeviationOne) {
  Random random(7, 0, 1);
  double sum = 0.0, squares = 0.0;
  constexpr int draws = 50'000;
  for (int i = 0; i < draws; ++i) {
    const double value = random.normal();
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum / draws, 0.0, 0.02);
  EXPECT_NEAR(squares / draws, 1.0, 0.03);
}

TEST(Random, IntegerReachesBothEndsAndNoFurther) {
  Random random(7, 0, 2);
  std::set<int> seen;
  for (int i = 0; i < 1'000; ++i) seen.insert(random.integer(-1, 3));
  EXPECT_EQ(seen, (std::set<int>{-1, 0, 1, 2, 3}));
}

}  // namespace
}  // namespace chestlens::phantom
