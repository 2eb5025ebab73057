#include "data/ordered_pipeline.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <stdexcept>
#include <thread>

namespace chestlens {
namespace {

/// Gives 0, 1, ... up to `count`; every call is counted.
struct Numbers {
  int count = 0;
  int next = 0;
  std::atomic<int>& calls_at_once;

  std::optional<int> operator()(const std::stop_token& /*stop*/) {
    EXPECT_EQ(++calls_at_once, 1) << "take() is called by one thread at a time";
    std::this_thread::yield();
    --calls_at_once;
    return next < count ? std::optional(next++) : std::nullopt;
  }
};

TEST(OrderedPipeline, KeepsTheOrderHoweverLongAJobTakes) {
  for (const int threads : {1, 3, 8}) {
    std::atomic<int> at_once{0};
    std::vector<int> done;
    const Status status = ordered_pipeline(
        threads, Numbers{60, 0, at_once},
        [](int job) {
          std::this_thread::sleep_for(std::chrono::microseconds(job % 5 == 0 ? 3000 : 10));
          return 10 * job;
        },
        [&](int result) -> Status {
          done.push_back(result);
          return {};
        });
    EXPECT_TRUE(status);
    ASSERT_EQ(done.size(), 60U);
    for (int i = 0; i < 60; ++i) EXPECT_EQ(done[static_cast<std::size_t>(i)], 10 * i);
  }
}

TEST(OrderedPipeline, TakesNoMoreThanTwoJobsAThreadAhead) {
  constexpr int threads = 3;
  std::atomic<int> at_once{0};
  std::atomic<int> taken{0};
  int given = 0;
  int most = 0;
  const Status status = ordered_pipeline(
      threads,
      [&, numbers = Numbers{40, 0, at_once}](const std::stop_token& stop) mutable {
        const auto job = numbers(stop);
        if (job) ++taken;
        return job;
      },
      [](int job) { return job; },
      [&](int /*job*/) -> Status {
        most = std::max(most, taken - given);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        ++given;
        return {};
      });
  EXPECT_TRUE(status);
  EXPECT_LE(most, 2 * threads + 1) << "the one that is given out, and those ahead of it";
  EXPECT_EQ(given, 40);
}

TEST(OrderedPipeline, AnErrorOfPuttingEndsAWaitingTake) {
  const auto take = [first = true](const std::stop_token& stop) mutable -> std::optional<int> {
    if (std::exchange(first, false)) return 1;
    while (!stop.stop_requested()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return std::nullopt;
  };
  const Status status = ordered_pipeline(
      2, take, [](int job) { return job; },
      [](int /*job*/) -> Status { return fail(ErrorCode::io, "no room"); });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().message, "no room");
}

TEST(OrderedPipeline, WhatAJobThrowsIsThrownToTheCaller) {
  std::atomic<int> at_once{0};
  const auto run = [&] {
    return ordered_pipeline(
        4, Numbers{100, 0, at_once},
        [](int job) {
          if (job == 7) throw std::runtime_error("seven");
          return job;
        },
        [](int /*job*/) -> Status { return {}; });
  };
  EXPECT_THROW((void)run(), std::runtime_error);
}

TEST(OrderedPipeline, NothingToTakeIsNoError) {
  std::atomic<int> at_once{0};
  EXPECT_TRUE(ordered_pipeline(
      3, Numbers{0, 0, at_once}, [](int job) { return job; },
      [](int /*job*/) -> Status { return fail(ErrorCode::io, "none is put"); }));
}

}  // namespace
}  // namespace chestlens
