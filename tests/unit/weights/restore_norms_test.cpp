#include "weights/restore_norms.hpp"

#include "networks/batch_norm.hpp"
#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "support/tiny_network.hpp"
#include "weights/pretrained.hpp"
#include "weights/read_weights.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <vector>

namespace chestlens {
namespace {

/// Images of unlike brightness, so that a norm's input is far from mean 0 and variance 1.
std::vector<torch::Tensor> batches_of_images() {
  return {torch::rand({8, 1, 32, 32}) * 0.3, torch::rand({8, 1, 32, 32}),
          torch::rand({3, 1, 32, 32}) + 0.5};
}

/// The body's norms as a folded file leaves them: y = x + bias.
void fold_norms(const Classifier& classifier) {
  const torch::NoGradGuard no_grad;
  for (const auto& module : classifier.body->modules()) {
    if (auto* norm = module->as<BatchNorm>()) {
      norm->running_mean.zero_();
      norm->running_var.fill_(1.0 - norm->epsilon);
      norm->weight.fill_(1.0);
      norm->bias.uniform_(-1.0, 1.0);
    }
  }
}

/// The largest difference of activations over the largest activation.
double difference(const torch::Tensor& one, const torch::Tensor& other) {
  return (one - other).abs().max().item<double>() / other.abs().max().item<double>();
}

struct Case {
  const char* name;
  Classifier (*make)();
};

Classifier tiny_network() {
  torch::manual_seed(1);
  return test::make_tiny_network({}).value();
}

Classifier densenet121() {
  torch::manual_seed(1);
  return make_classifier({}).value();
}

class RestoreNorms : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Networks, RestoreNorms,
                         testing::Values(Case{"tiny", tiny_network},
                                         Case{"densenet121", densenet121}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST_P(RestoreNorms, KeepsTheFunctionAndLetsTrainingGoOn) {
  const torch::NoGradGuard no_grad;
  const auto classifier = GetParam().make();
  fold_norms(classifier);
  classifier.module->eval();
  const auto batches = batches_of_images();
  const auto all = torch::cat(batches);
  const auto before = forward_body(classifier, all);

  const Status status = restore_norms(classifier, batches);
  ASSERT_TRUE(status) << to_string(status.error());
  EXPECT_LT(difference(forward_body(classifier, all), before), 1e-4);

  // Over all films at once the batch's statistics are those that were stored.
  classifier.body->train();
  EXPECT_LT(difference(forward_body(classifier, all), before), 1e-3);
}

TEST(RestoreNorms, WithoutItTrainingModeWouldBeAnotherFunction) {
  const torch::NoGradGuard no_grad;
  const auto classifier = tiny_network();
  fold_norms(classifier);
  classifier.module->eval();
  const auto all = torch::cat(batches_of_images());
  const auto before = forward_body(classifier, all);
  classifier.body->train();
  EXPECT_GT(difference(forward_body(classifier, all), before), 0.1);
}

TEST(RestoreNorms, GivesTheStatisticsOfTheNormsInput) {
  const torch::NoGradGuard no_grad;
  const auto classifier = tiny_network();
  const auto batches = batches_of_images();
  ASSERT_TRUE(restore_norms(classifier, batches));
  const auto input =
      (torch::cat(batches) - classifier.spec.mean) / classifier.spec.standard_deviation;
  const auto read = classifier.body->begin()->forward(input.expand({-1, 3, -1, -1}));
  const auto buffers = classifier.body->named_buffers();
  EXPECT_TRUE(torch::allclose(buffers["norm0.running_mean"], read.mean({0, 2, 3}), 1e-5, 1e-6));
  EXPECT_TRUE(torch::allclose(buffers["norm0.running_var"],
                              read.var(torch::IntArrayRef{0, 2, 3}, /*unbiased=*/false), 1e-5,
                              1e-6));
}

TEST(RestoreNorms, KeepsAnOrdinaryNetworksFunctionToo) {
  const torch::NoGradGuard no_grad;
  const auto classifier = tiny_network();
  for (const auto& module : classifier.body->modules()) {
    if (auto* norm = module->as<BatchNorm>()) {
      norm->running_mean.uniform_(-1.0, 1.0);
      norm->running_var.uniform_(0.5, 2.0);
      norm->weight.uniform_(-1.0, 2.0);
    }
  }
  classifier.module->eval();
  const auto batches = batches_of_images();
  const auto before = forward(classifier, batches[1]).logits;
  ASSERT_TRUE(restore_norms(classifier, batches));
  EXPECT_LT(difference(forward(classifier, batches[1]).logits, before), 1e-4);
}

// The weights that ship have their norms folded: what the study's network begins with.
TEST(RestoreNorms, KeepsTheFunctionOfTheFileThatShips) {
  const torch::NoGradGuard no_grad;
  const auto classifier = make_classifier({.name = "mobilenet_v2",
                                           .mean = 0.5,
                                           .standard_deviation = 0.5,
                                           .tensorflow_padding = true})
                              .value();
  const auto weights =
      read_weights(CHESTLENS_SOURCE_DIR "/models/weights/mobilenet_v2_imagenet.safetensors");
  ASSERT_TRUE(weights) << to_string(weights.error());
  ASSERT_TRUE(load_pretrained(classifier, *weights));
  classifier.module->eval();
  torch::manual_seed(3);
  const std::vector<torch::Tensor> batches{torch::rand({24, 1, 64, 64}),
                                           torch::rand({24, 1, 64, 64}) * 0.5};
  const auto all = torch::cat(batches);
  const auto before = forward_body(classifier, all);
  classifier.body->train();
  EXPECT_GT(difference(forward_body(classifier, all), before), 0.1) << "folded norms cannot train";

  ASSERT_TRUE(load_pretrained(classifier, *weights));
  ASSERT_TRUE(restore_norms(classifier, batches));
  classifier.module->eval();
  EXPECT_LT(difference(forward_body(classifier, all), before), 1e-3);
  classifier.body->train();
  EXPECT_LT(difference(forward_body(classifier, all), before), 1e-2);
}

TEST(RestoreNorms, NeedsFilms) {
  const Status status = restore_norms(tiny_network(), {});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::invalid_argument);
}

}  // namespace
}  // namespace chestlens
