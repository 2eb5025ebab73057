#include "io/allocation.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <vector>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__)
#include <malloc.h>

namespace chestlens {
namespace {

constexpr std::size_t block_bytes = 200 << 20;

std::size_t bytes_free_but_kept() {
  return mallinfo2().fordblks;
}

/// How much more the process keeps after a block was taken and freed.
std::size_t kept_of_a_block() {
  const std::size_t before = bytes_free_but_kept();
  auto block = std::make_unique<std::vector<char>>(block_bytes);
  block.reset();
  return bytes_free_but_kept() - before;
}

// In a process of its own, since the setting is the process's.
TEST(AllocationDeathTest, WhatIsFreedIsKept) {
  ASSERT_EXIT(std::exit(kept_of_a_block() < block_bytes ? 0 : 1), testing::ExitedWithCode(0), "");
  EXPECT_EXIT(
      {
        keep_freed_memory();
        std::exit(kept_of_a_block() >= block_bytes ? 0 : 1);
      },
      testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace chestlens
#endif
