#include "networks/classifier.hpp"

#include "networks/chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

Classifier densenet121() {
  torch::manual_seed(1);
  auto classifier = make_classifier({});
  EXPECT_TRUE(classifier) << to_string(classifier.error());
  return *classifier;
}

TEST(Classifier, RefusesAnUnknownNameAndListsTheKnown) {
  NetworkSpec spec;
  spec.name = "densenet122";
  const auto classifier = make_classifier(spec);
  ASSERT_FALSE(classifier);
  EXPECT_EQ(classifier.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(classifier.error().context, "densenet122");
  EXPECT_THAT(classifier.error().message, HasSubstr("densenet121"));
}

TEST(Classifier, RefusesValuesOutsideTheirRange) {
  const auto refused = [](auto change) {
    NetworkSpec spec;
    change(spec);
    const auto classifier = make_classifier(spec);
    return !classifier && classifier.error().code == ErrorCode::invalid_argument;
  };
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.classes = 1; }));
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.dropout = 1.0; }));
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.dropout = -0.1; }));
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.mean = NAN; }));
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.standard_deviation = 0.0; }));
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.input_channels = 2; }));
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.size_pixels = 31; }));
  EXPECT_TRUE(refused([](NetworkSpec& spec) { spec.size_pixels = 5000; }));
}

TEST(Classifier, NormalizesAndRepeatsTheGreyChannel) {
  const torch::NoGradGuard no_grad;
  const auto classifier = densenet121();
  classifier.module->eval();
  const auto images = torch::rand({2, 1, 64, 64});
  const auto rgb = torch::cat({images, images, images}, 1);
  const auto expected = classifier.body->forward((rgb - 0.485) / 0.229);
  const auto activations = forward_body(classifier, images);
  EXPECT_LT((activations - expected).abs().max().item<float>(), 1e-5F);
}

TEST(Classifier, FeaturesAreTheInputOfTheLastLinear) {
  const torch::NoGradGuard no_grad;
  const auto classifier = densenet121();
  classifier.module->eval();
  const auto outputs = forward(classifier, torch::rand({2, 1, 64, 64}));
  EXPECT_EQ(outputs.features.sizes().vec(), (std::vector<std::int64_t>{2, 512}));
  const auto weight = classifier.head->named_parameters()["8.weight"];
  EXPECT_TRUE(torch::allclose(outputs.logits, outputs.features.matmul(weight.t()), 1e-4, 1e-5));
  EXPECT_TRUE(torch::equal(outputs.logits, classifier.head->forward(outputs.activations)));
}

TEST(Classifier, StartsFromKaimingWeightsOfTheGenerator) {
  const auto first = densenet121();
  const auto second = densenet121();
  const auto conv = first.body->named_parameters()["features.conv0.weight"];
  EXPECT_TRUE(torch::equal(conv, second.body->named_parameters()["features.conv0.weight"]));
  const double expected = std::sqrt(2.0 / (3 * 7 * 7));  // He 2015, fan in
  EXPECT_NEAR(conv.std().item<double>() / expected, 1.0, 0.05);
  EXPECT_NEAR(conv.mean().item<double>(), 0.0, 0.01);
}

TEST(Classifier, LayerGroupsHoldEveryParameterOnceAndSplitAsFastai) {
  const auto classifier = densenet121();
  const auto groups = layer_groups(classifier);
  ASSERT_EQ(groups.size(), 3U);
  std::vector<torch::Tensor> all;
  for (const auto& group : groups) all.insert(all.end(), group.begin(), group.end());
  const auto parameters = classifier.module->parameters();
  ASSERT_EQ(all.size(), parameters.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_TRUE(all[i].is_same(parameters[i]));
  const auto named = classifier.body->named_parameters();
  EXPECT_TRUE(groups[0].front().is_same(named["features.conv0.weight"]));
  EXPECT_TRUE(groups[1].front().is_same(named["features.transition2.norm.weight"]));
  EXPECT_TRUE(groups[2].front().is_same(classifier.head->named_parameters()["2.weight"]));
}

TEST(Classifier, CountingMultiplyAddsLeavesItAsItWas) {
  const auto classifier = densenet121();
  classifier.module->train();
  classifier.head->eval();
  auto frozen = classifier.body->named_parameters()["features.conv0.weight"];
  frozen.set_requires_grad(false);
  ASSERT_TRUE(multiply_adds(classifier, 64));
  EXPECT_TRUE(classifier.body->is_training());
  EXPECT_FALSE(classifier.head->is_training());
  EXPECT_FALSE(frozen.requires_grad());
  EXPECT_TRUE(classifier.head->named_parameters()["8.weight"].requires_grad());
}

TEST(Classifier, CountsMultiplyAddsByTheirFormula) {
  auto body = std::make_shared<Chain>();
  body->push_back(
      torch::nn::Conv2d(torch::nn::Conv2dOptions(3, 6, 3).stride(2).padding(1).groups(3)));
  body->push_back(torch::nn::BatchNorm2d(6));
  auto head = std::make_shared<Chain>();
  head->push_back(torch::nn::Flatten());
  head->push_back(torch::nn::Linear(6 * 4 * 4, 5));
  head->push_back(torch::nn::Linear(torch::nn::LinearOptions(5, 2).bias(false)));
  const auto count = multiply_adds(assemble_classifier({}, body, head), 8);
  ASSERT_TRUE(count) << to_string(count.error());
  EXPECT_EQ(count->layers, (6 * 4 * 4) * (3 / 3 * 3 * 3) + 6 * 4 * 4 * 5 + 5 * 2);
  EXPECT_EQ(count->norms, 2 * 6 * 4 * 4);
}

TEST(Classifier, CountingReportsAnImageTooSmall) {
  const auto count = multiply_adds(densenet121(), 8);
  ASSERT_FALSE(count);
  EXPECT_EQ(count.error().code, ErrorCode::runtime);
}

}  // namespace
}  // namespace chestlens
