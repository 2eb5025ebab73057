#include "networks/densenet.hpp"

#include "networks/chain.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(DenseNet121, HasTheStatisticsOfItsNorms) {
  const auto buffers = make_densenet121_body()->named_buffers();
  EXPECT_EQ(buffers.size(), 363U);  // three for each of 121 norms
  EXPECT_TRUE(buffers.contains("features.transition1.norm.running_var"));
}

TEST(DenseNet121, HalvesTheInputFiveTimesDownTo32Pixels) {
  const torch::NoGradGuard no_grad;
  const auto body = make_densenet121_body();
  body->eval();
  for (const std::int64_t size : {32, 64, 100}) {
    const auto maps = body->forward(torch::rand({2, 3, size, size}));
    EXPECT_EQ(maps.sizes().vec(), (std::vector<std::int64_t>{2, 1024, size / 32, size / 32}));
    EXPECT_GE(maps.min().item<float>(), 0.0F) << "the final ReLU is missing";
  }
}

}  // namespace
}  // namespace chestlens
