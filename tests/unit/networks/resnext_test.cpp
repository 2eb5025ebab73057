#include "networks/resnext.hpp"

#include "networks/chain.hpp"
#include "published.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(ResNeXt101, HasThePublishedParametersAndMultiplyAdds) {
  const auto classifier = test::make_published("resnext101_32x4d", 1000);
  EXPECT_EQ(parameter_count(classifier), 44'177'704);  // timm's resnext101_32x4d
  const auto count = multiply_adds(classifier, 224);
  ASSERT_TRUE(count) << to_string(count.error());
  EXPECT_NEAR(static_cast<double>(count->layers + count->norms) / 1e9, 8.01, 0.005);  // timm
}

TEST(ResNeXt101, BearsTorchvisionsNamesAndShapes) {
  const auto classifier = test::make_published("resnext101_32x4d", 1000);
  const auto parameters = classifier.body->named_parameters();
  EXPECT_EQ(parameters.size(), 312U);  // 104 convolutions, each with a norm's two
  const auto shape = [&](const std::string& name) { return parameters[name].sizes().vec(); };
  using Shape = std::vector<std::int64_t>;
  EXPECT_EQ(shape("conv1.weight"), (Shape{64, 3, 7, 7}));
  EXPECT_EQ(shape("bn1.weight"), (Shape{64}));
  EXPECT_EQ(shape("layer1.0.conv1.weight"), (Shape{128, 64, 1, 1}));
  EXPECT_EQ(shape("layer1.0.conv2.weight"), (Shape{128, 4, 3, 3}));
  EXPECT_EQ(shape("layer1.0.downsample.0.weight"), (Shape{256, 64, 1, 1}));
  EXPECT_EQ(shape("layer1.0.downsample.1.bias"), (Shape{256}));
  EXPECT_EQ(shape("layer2.0.downsample.0.weight"), (Shape{512, 256, 1, 1}));
  EXPECT_EQ(shape("layer3.22.conv3.weight"), (Shape{1024, 512, 1, 1}));
  EXPECT_EQ(shape("layer4.2.bn3.weight"), (Shape{2048}));
  EXPECT_FALSE(parameters.contains("layer4.1.downsample.0.weight"));
  EXPECT_EQ(classifier.head->named_parameters()["fc.weight"].sizes().vec(), (Shape{1000, 2048}));
}

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
