#include "networks/resnext.hpp"

#include "networks/chain.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(ResNeXt101, StartsAsItsShortCutsAlone) {
  const torch::NoGradGuard no_grad;
  const auto body = make_resnext101_32x4d_body();
  body->eval();
  const auto images = torch::rand({1, 3, 64, 64});
  const auto before = body->forward(images);
  for (auto& parameter : body->named_parameters()) {
    if (parameter.key().ends_with(".conv2.weight")) parameter.value().zero_();
  }
  EXPECT_TRUE(torch::equal(before, body->forward(images)));
}

TEST(ResNeXt101, ABlockAddsWhatItsThreeConvolutionsGive) {
  const torch::NoGradGuard no_grad;
  const auto body = make_resnext101_32x4d_body();
  body->eval();
  const auto images = torch::rand({1, 3, 64, 64});
  const auto before = body->forward(images);
  auto parameters = body->named_parameters();
  parameters["layer4.1.bn3.weight"].fill_(1.0);
  for (const std::string name : {"conv1.weight", "conv2.weight", "conv3.weight"}) {
    EXPECT_FALSE(torch::equal(before, body->forward(images))) << name;
    const auto kernels = parameters["layer4.1." + name].clone();
    parameters["layer4.1." + name].zero_();
    EXPECT_TRUE(torch::equal(before, body->forward(images))) << name;
    parameters["layer4.1." + name].copy_(kernels);
  }
}

}  // namespace
}  // namespace chestlens
