#include "report/timing.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace chestlens {
namespace {

TEST(Percentile, InterpolatesAsNumPyDoes) {
  EXPECT_EQ(percentile({3.0}, 0.95), 3.0);
  EXPECT_EQ(percentile({3.0, 1.0, 2.0}, 0.5), 2.0);
  EXPECT_EQ(percentile({4.0, 1.0, 2.0, 3.0}, 0.5), 2.5);
  EXPECT_NEAR(percentile({15.0, 20.0, 35.0, 40.0, 50.0}, 0.4), 29.0, 1e-12);
  EXPECT_EQ(percentile({1.0, 2.0, 3.0}, 0.0), 1.0);
  EXPECT_EQ(percentile({1.0, 2.0, 3.0}, 1.0), 3.0);
}

TEST(TimeRepetitions, GoesOnUntilBothLimitsAreReached) {
  int done = 0;
  const auto work = [&done]() -> Status {
    ++done;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return {};
  };
  const auto by_count = time_repetitions(work, {.repetitions = 5, .seconds = 0.0});
  ASSERT_TRUE(by_count);
  EXPECT_EQ(by_count->repetitions, 5);
  EXPECT_GT(done, 5);  // those that warm up are not timed
  EXPECT_GE(by_count->median_milliseconds, 2.0);
  EXPECT_GE(by_count->percentile_95_milliseconds, by_count->median_milliseconds);

  const auto by_time = time_repetitions(work, {.repetitions = 1, .seconds = 0.05});
  ASSERT_TRUE(by_time);
  EXPECT_GT(by_time->repetitions, 1);
  EXPECT_LE(by_time->repetitions, 25);
}

TEST(TimeRepetitions, StopsWhereTheWorkFails) {
  int done = 0;
  const auto timing = time_repetitions(
      [&done]() -> Status {
        if (++done == 4) return fail(ErrorCode::runtime, "no more", "work");
        return {};
      },
      {.repetitions = 10, .seconds = 0.0});
  ASSERT_FALSE(timing);
  EXPECT_EQ(timing.error().message, "no more");
  EXPECT_EQ(done, 4);
}

}  // namespace
}  // namespace chestlens
