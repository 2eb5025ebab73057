#include "learn/one_thread.hpp"

#include <ATen/Parallel.h>
#include <gtest/gtest.h>

#include <thread>

namespace chestlens {
namespace {

TEST(OneThread, IsOfItsCallerAlone) {
  const int before = at::get_num_threads();
  at::set_num_threads(3);
  int own = 0, other = 0;
  std::thread([&own] {
    compute_on_one_thread();
    own = at::get_num_threads();
  }).join();
  std::thread([&other] { other = at::get_num_threads(); }).join();
  EXPECT_EQ(own, 1);
  EXPECT_EQ(other, 3);
  EXPECT_EQ(at::get_num_threads(), 3);
  at::set_num_threads(before);
}

}  // namespace
}  // namespace chestlens
