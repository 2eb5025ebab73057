#include "networks/relu6.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

class Relu6 : public testing::TestWithParam<torch::ScalarType> {};
INSTANTIATE_TEST_SUITE_P(Types, Relu6, testing::Values(torch::kFloat32, torch::kBFloat16),
                         [](const auto& info) { return std::string(toString(info.param)); });

TEST_P(Relu6, IsBoundedAndHasAGradientWithinTheBoundsOnly) {
  const auto x = torch::tensor({-1.0, 0.0, 0.5, 3.0, 6.0, 8.0}).to(GetParam()).requires_grad_();
  const auto y = fastest_relu6(x);
  EXPECT_EQ(y.scalar_type(), GetParam());
  EXPECT_TRUE(torch::equal(y.to(torch::kFloat64),
                           torch::tensor({0.0, 0.0, 0.5, 3.0, 6.0, 6.0}, torch::kFloat64)));
  (y * torch::arange(1, 7)).sum().backward();
  EXPECT_TRUE(torch::equal(x.grad().to(torch::kFloat64),
                           torch::tensor({0.0, 0.0, 3.0, 4.0, 0.0, 0.0}, torch::kFloat64)));
}

TEST_P(Relu6, KeepsWhatItReadsAndItsLayout) {
  const auto x =
      torch::randn({2, 8, 3, 3}).to(GetParam()).contiguous(at::MemoryFormat::ChannelsLast);
  const auto before = x.clone();
  EXPECT_TRUE(fastest_relu6(x).is_contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(torch::equal(x, before));
}

}  // namespace
}  // namespace chestlens
