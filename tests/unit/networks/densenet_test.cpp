#include "networks/densenet.hpp"

#include "networks/chain.hpp"
#include "published.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(DenseNet121, HasThePublishedParametersAndMultiplyAdds) {
  const auto classifier = test::make_published("densenet121", 1000);
  EXPECT_EQ(parameter_count(classifier), 7'978'856);  // torchvision's densenet121

  const auto count = multiply_adds(classifier, 224);
  ASSERT_TRUE(count) << to_string(count.error());
  EXPECT_NEAR(static_cast<double>(count->layers) / 1e9, 2.834, 0.0005);               // torchvision
  EXPECT_NEAR(static_cast<double>(count->layers + count->norms) / 1e9, 2.87, 0.005);  // timm
}

TEST(DenseNet121, BearsTorchvisionsNamesAndShapes) {
  const auto body = make_densenet121_body();
  const auto parameters = body->named_parameters();
  const auto buffers = body->named_buffers();
  EXPECT_EQ(parameters.size(), 362U);  // torchvision's 364 less classifier.weight and .bias
  EXPECT_EQ(buffers.size(), 363U);     // three for each of 121 norms

  const auto shape = [&](const std::string& name) { return parameters[name].sizes().vec(); };
  using Shape = std::vector<std::int64_t>;
  EXPECT_EQ(shape("features.conv0.weight"), (Shape{64, 3, 7, 7}));
  EXPECT_EQ(shape("features.denseblock1.denselayer1.norm1.weight"), (Shape{64}));
  EXPECT_EQ(shape("features.denseblock3.denselayer24.conv1.weight"), (Shape{128, 992, 1, 1}));
  EXPECT_EQ(shape("features.denseblock4.denselayer16.conv2.weight"), (Shape{32, 128, 3, 3}));
  EXPECT_EQ(shape("features.transition3.conv.weight"), (Shape{512, 1024, 1, 1}));
  EXPECT_EQ(shape("features.norm5.bias"), (Shape{1024}));
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
