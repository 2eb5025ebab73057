#include "learn/last_layer.hpp"

#include "support/tiny_network.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

Stage last_layer_stage() {
  Stage stage;
  stage.retrain_last_layer = true;
  return stage;
}

TEST(LastLayer, AloneGetsGradients) {
  const Classifier classifier = test::make_tiny_network({.classes = 2}).value();
  set_trained_parts(classifier, last_layer_stage());
  std::int64_t trained = 0;
  for (const auto& parameter : classifier.module->parameters()) {
    if (parameter.requires_grad()) trained += parameter.numel();
  }
  EXPECT_EQ(trained, 512 * 2);  // without a bias
  set_trained_parts(classifier, Stage{});
  for (const auto& parameter : classifier.module->parameters()) {
    EXPECT_TRUE(parameter.requires_grad());
  }
}

TEST(LastLayer, LearnsFromTheFeaturesOfPredictions) {
  const Classifier classifier = test::make_tiny_network({.classes = 2}).value();
  const auto images = torch::rand({4, 1, 16, 16});
  classifier.module->eval();
  const auto features = forward(classifier, images).features;
  set_training_mode(classifier, last_layer_stage());
  EXPECT_TRUE(torch::equal(forward(classifier, images).features, features));
  set_training_mode(classifier, Stage{});
  EXPECT_FALSE(torch::equal(forward(classifier, images).features, features));
}

TEST(LastLayer, BeginsAtZeroAndLeavesTheRest) {
  const Classifier classifier = test::make_tiny_network({.classes = 2}).value();
  const auto body = classifier.body->parameters().front().clone();
  clear_last_layer(classifier);
  classifier.module->eval();
  EXPECT_TRUE(
      torch::equal(forward(classifier, torch::rand({2, 1, 16, 16})).logits, torch::zeros({2, 2})));
  EXPECT_TRUE(torch::equal(classifier.body->parameters().front(), body));
}

}  // namespace
}  // namespace chestlens
