#pragma once

#include "distributed/free_port.hpp"
#include "distributed/group.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace chestlens::test {

inline Placement placement_of(int rank, int ranks, std::uint16_t port) {
  return {.rank = rank,
          .ranks = ranks,
          .local_rank = rank,
          .local_ranks = ranks,
          .host = "127.0.0.1",
          .port = port,
          .interface = {}};
}

/// Whether LibTorch has process groups at all: one rank can meet itself.
inline bool has_groups() {
  const auto group = join_group(placement_of(0, 1, free_port()), c10::kCPU, {});
  return group || group.error().code != ErrorCode::unsupported;
}

/// Runs `work` on ranks that are threads of this process.
inline void in_ranks(int ranks, const std::function<void(Group&)>& work) {
  const std::uint16_t port = free_port();
  std::vector<std::jthread> threads;
  for (int rank = 0; rank < ranks; ++rank) {
    threads.emplace_back([=, &work] {
      const auto group =
          join_group(placement_of(rank, ranks, port), c10::kCPU,
                     {.join_seconds = 60.0, .on_lost = [](const Error&) { std::abort(); }});
      ASSERT_TRUE(group) << to_string(group.error());
      work(**group);
      const Status left = (*group)->leave();
      EXPECT_TRUE(left) << to_string(left.error());
    });
  }
}

}  // namespace chestlens::test
