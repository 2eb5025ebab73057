#include "figures.hpp"
#include "learn/device.hpp"
#include "networks/classifier.hpp"
#include "weights/memory_layout.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(GpuLayout, ChannelsLastIsTakenAndEqualsNchw) {
  const c10::Device device = test::tested_device();
  use_kernels(device, Kernels::expected);
  test::expect_holds("channels-last: the probe", channels_last_is_right(device) ? "right" : "wrong",
                     channels_last_is_right(device));
  torch::manual_seed(2);
  const auto classifier =
      make_classifier({.name = "densenet121", .dropout = 0.0, .size_pixels = 64}).value();
  classifier.module->to(device);
  classifier.module->eval();
  const torch::NoGradGuard no_grad;
  const auto images = torch::rand({8, 1, 64, 64}, torch::TensorOptions().device(device));
  const auto nchw = forward(classifier, images).logits;
  const bool is_taken = use_fastest_layout(*classifier.module, device);
  test::expect_holds("channels-last: the network's layout", is_taken ? "taken" : "not taken",
                     is_taken);
  test::expect_at_most("channels-last: logits beside NCHW",
                       test::relative_difference(forward(classifier, images).logits, nchw), 1e-4);
}

}  // namespace
}  // namespace chestlens
