#include "networks/mobilenet.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>

namespace chestlens {
namespace {

using Shape = std::vector<std::int64_t>;

TEST(MobileNetV2, BearsTheSameNamesAndShapesWithEitherPadding) {
  const auto alike = make_mobilenet_v2_body(3, false)->named_parameters();
  const auto tensorflow = make_mobilenet_v2_body(3, true)->named_parameters();
  ASSERT_EQ(tensorflow.keys(), alike.keys());
  for (const auto& parameter : alike) {
    EXPECT_EQ(tensorflow[parameter.key()].sizes(), parameter.value().sizes()) << parameter.key();
  }
}

TEST(MobileNetV2, StartsAsItsShortCutsAlone) {
  const torch::NoGradGuard no_grad;
  const auto body = make_mobilenet_v2_body();
  body->eval();
  auto parameters = body->named_parameters();
  const auto images = torch::rand({1, 3, 64, 64});
  const auto before = body->forward(images);
  // Two stages: their first blocks change the shape and have no short cut.
  for (const std::string block : {"9", "10", "12", "13"}) {
    parameters["features." + block + ".conv.1.0.weight"].zero_();
  }
  EXPECT_TRUE(torch::equal(before, body->forward(images)));
  parameters["features.11.conv.1.0.weight"].zero_();
  EXPECT_FALSE(torch::equal(before, body->forward(images)));
}

/// The first layer in eval mode, its weights drawn at seed 4.
torch::Tensor first_layer(bool tensorflow_padding, const torch::Tensor& images) {
  const auto body = make_mobilenet_v2_body(3, tensorflow_padding);
  body->eval();
  torch::manual_seed(4);
  body->named_parameters()["features.0.0.weight"].detach().normal_();
  const auto features = body->children().front()->as<Chain>();
  return features->children().front()->as<Chain>()->forward(images);
}

TEST(MobileNetV2, PadsAsTensorFlowDoesOrAlike) {
  namespace F = torch::nn::functional;
  const torch::NoGradGuard no_grad;
  torch::manual_seed(4);
  const auto weight = torch::empty({32, 3, 3, 3}).normal_();
  const auto expected = [&](const torch::Tensor& images, Shape pads) {
    const auto padded = torch::constant_pad_nd(images, pads);
    const auto maps = F::conv2d(padded, weight, F::Conv2dFuncOptions().stride(2));
    return F::relu6(maps / std::sqrt(1.0 + 1e-5));
  };
  const auto even = torch::rand({1, 3, 8, 10});
  EXPECT_TRUE(torch::allclose(first_layer(true, even), expected(even, {0, 1, 0, 1}), 1e-4, 1e-5));
  EXPECT_TRUE(torch::allclose(first_layer(false, even), expected(even, {1, 1, 1, 1}), 1e-4, 1e-5));
  const auto odd = torch::rand({1, 3, 9, 10});
  EXPECT_TRUE(torch::allclose(first_layer(true, odd), expected(odd, {0, 1, 1, 1}), 1e-4, 1e-5));
}

TEST(MobileNetV2, HalvesAlikeWithEitherPadding) {
  const torch::NoGradGuard no_grad;
  for (const std::int64_t size : {32, 64, 100, 224}) {
    for (const bool tensorflow_padding : {false, true}) {
      const auto body = make_mobilenet_v2_body(3, tensorflow_padding);
      body->eval();
      EXPECT_EQ(body->forward(torch::rand({1, 3, size, size})).sizes().vec(),
                (Shape{1, 1280, (size + 31) / 32, (size + 31) / 32}));
    }
  }
}

TEST(MobileNetV2, AloneTakesTensorFlowsPadding) {
  EXPECT_TRUE(make_classifier({.name = "mobilenet_v2", .tensorflow_padding = true}));
  const auto refused = make_classifier({.name = "densenet121", .tensorflow_padding = true});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(refused.error().context, "densenet121");
}

}  // namespace
}  // namespace chestlens
