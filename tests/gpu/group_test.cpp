#include "distributed/group.hpp"

#include "distributed/free_port.hpp"
#include "figures.hpp"
#include "support/must.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(GpuGroup, OfOneRankSumsAndBroadcastsOnTheDevice) {
  const c10::Device device = test::tested_device();
  const Placement placement{.rank = 0,
                            .ranks = 1,
                            .local_rank = 0,
                            .local_ranks = 1,
                            .host = "127.0.0.1",
                            .port = test::free_port(),
                            .interface = {}};
  const auto group = test::must(join_group(placement, device, {.join_seconds = 20.0}));
  const auto values =
      torch::arange(1000, torch::TensorOptions().dtype(torch::kFloat32).device(device));
  const auto summed = values.clone();
  test::must(group->start_sum(summed)());
  test::must(group->broadcast(summed));
  const bool is_same = torch::equal(summed, values);
  test::must(group->leave());
  test::expect_holds(device.is_cuda() ? "NCCL with one rank" : "gloo with one rank",
                     is_same ? "1000 numbers summed and broadcast" : "other numbers", is_same);
}

}  // namespace
}  // namespace chestlens
