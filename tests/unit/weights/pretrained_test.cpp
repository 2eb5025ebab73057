#include "weights/pretrained.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "support/tiny_network.hpp"
#include "weights/fitting_networks.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <regex>
#include <string>
#include <utility>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace nn = torch::nn;

/// A copy of a module's tensors with random values, variances positive.
Weights random_weights(const nn::Module& module) {
  Weights weights;
  for (const auto& [name, tensor] : weights_of(module)) {
    weights[name] =
        tensor.is_floating_point() ? torch::rand_like(tensor) + 0.5 : torch::full_like(tensor, 3);
  }
  return weights;
}

void expect_equal(const Weights& one, const Weights& other) {
  ASSERT_EQ(one.size(), other.size());
  for (const auto& [name, tensor] : one) EXPECT_TRUE(torch::equal(tensor, other.at(name))) << name;
}

Classifier tiny_network() {
  return test::make_tiny_network({.name = "tiny"}).value();
}

Classifier densenet121() {
  return make_classifier({}).value();
}

TEST(LoadPretrained, FillsTheBodyAndLeavesTheHead) {
  const auto classifier = tiny_network();
  Weights weights = random_weights(*classifier.body);
  const Weights body = weights;
  for (const char* name : {"classifier.weight", "fc.bias", "last_linear.weight", "head.8.weight"}) {
    weights[name] = torch::rand({1000});
  }
  Weights head;
  for (const auto& [name, tensor] : weights_of(*classifier.head)) head[name] = tensor.clone();
  const auto status = load_pretrained(classifier, weights);
  ASSERT_TRUE(status) << to_string(status.error());
  expect_equal(weights_of(*classifier.body), body);
  expect_equal(weights_of(*classifier.head), head);
}

TEST(LoadPretrained, TakesTheBodyOfAnEarlierRun) {
  const auto earlier = tiny_network();
  const auto classifier = tiny_network();
  ASSERT_TRUE(load_pretrained(classifier, weights_of(*earlier.module)));
  expect_equal(weights_of(*classifier.body), weights_of(*earlier.body));
}

TEST(LoadPretrained, ReadsTorchvisionsOldDenseNet) {
  const auto classifier = densenet121();
  const Weights body = random_weights(*classifier.body);
  Weights old{{"classifier.weight", torch::rand({1000, 1024})},
              {"classifier.bias", torch::rand({1000})}};
  for (const auto& [name, tensor] : body) {
    if (name.ends_with("num_batches_tracked")) continue;
    old[std::regex_replace(name, std::regex("(norm|conv)([12])\\."), "$1.$2.")] = tensor;
  }
  ASSERT_TRUE(old.contains("features.denseblock2.denselayer12.norm.1.weight"));
  const auto status = load_pretrained(classifier, old);
  ASSERT_TRUE(status) << to_string(status.error());
  for (const auto& [name, tensor] : weights_of(*classifier.body)) {
    if (name.ends_with("num_batches_tracked")) continue;
    ASSERT_TRUE(torch::equal(tensor, body.at(name))) << name;
  }
}

TEST(LoadPretrained, FillsAPublishedHead) {
  const auto classifier = make_classifier({.classes = 10, .head = HeadKind::published}).value();
  const auto& head = classifier.head;
  Weights weights = random_weights(*classifier.body);
  weights["classifier.weight"] = torch::rand({10, 1024});
  weights["classifier.bias"] = torch::rand({10});
  ASSERT_TRUE(load_pretrained(classifier, weights));
  EXPECT_TRUE(
      torch::equal(weights_of(*head).at("classifier.weight"), weights["classifier.weight"]));
  weights["classifier.bias"] = torch::rand({11});
  const auto status = load_pretrained(classifier, weights);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("classifier.bias, [11]"));
}

TEST(LoadPretrained, ListsEveryMismatchAndCopiesNothing) {
  const auto classifier = tiny_network();
  Weights before;
  for (const auto& [name, tensor] : weights_of(*classifier.body)) before[name] = tensor.clone();
  Weights weights = random_weights(*classifier.body);
  weights.erase("conv1.bias");
  weights.erase("norm0.running_var");
  weights["conv0.weight"] = torch::rand({6, 3, 5, 5});
  weights["layer1.weight"] = torch::rand({1});
  const auto status = load_pretrained(classifier, weights);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::mismatch);
  EXPECT_EQ(status.error().context, "tiny");
  for (const char* finding :
       {"2 missing: conv1.bias\n  norm0.running_var", "1 left over: layer1.weight",
        "1 of another shape: conv0.weight, [6, 3, 5, 5], the network has [6, 3, 3, 3]"}) {
    EXPECT_THAT(status.error().message, HasSubstr(finding));
  }
  expect_equal(weights_of(*classifier.body), before);
}

TEST(LoadPretrained, TellsMismatchesInTenLines) {
  const auto status = load_pretrained(densenet121(), random_weights(*tiny_network().body));
  ASSERT_FALSE(status);
  EXPECT_LE(std::ranges::count(status.error().message, '\n'), 9) << status.error().message;
  EXPECT_THAT(status.error().message, HasSubstr("missing: features.conv0.weight\n"));
}

TEST(LoadPretrained, WhatIsAllowedToMayBeMissingAndStaysAsItIs) {
  const auto classifier = tiny_network();
  const torch::Tensor before = classifier.body->named_parameters()["conv1.weight"].clone();
  Weights weights = random_weights(*classifier.body);
  weights.erase("conv1.weight");
  weights.erase("conv1.bias");
  const auto refused =
      load_pretrained(classifier, weights, std::vector<std::string>{"conv1.weight"});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("1 missing: conv1.bias\nallow_missing names"));
  const auto wrapper = load_pretrained(classifier, weights, std::vector<std::string>{"conv1"});
  ASSERT_TRUE(wrapper) << to_string(wrapper.error());
  EXPECT_THAT(wrapper->missing, testing::ElementsAre("conv1.bias", "conv1.weight"));
  const Weights loaded = weights_of(*classifier.body);
  EXPECT_TRUE(torch::equal(loaded.at("conv1.weight"), before));
  EXPECT_TRUE(torch::equal(loaded.at("conv0.weight"), weights.at("conv0.weight")));
}

TEST(LoadPretrained, WhatIsAllowedToBeMissingIsLoadedWhereItIsThere) {
  const auto classifier = tiny_network();
  const Weights weights = random_weights(*classifier.body);
  const auto wrapper = load_pretrained(classifier, weights, std::vector<std::string>{"conv1"});
  ASSERT_TRUE(wrapper) << to_string(wrapper.error());
  EXPECT_THAT(wrapper->missing, testing::IsEmpty());
  expect_equal(weights_of(*classifier.body), weights);
}

TEST(LoadPretrained, ANameToBeMissingThatNoTensorBearsIsRefused) {
  const auto classifier = tiny_network();
  const auto status = load_pretrained(classifier, random_weights(*classifier.body),
                                      std::vector<std::string>{"conv"});
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::not_found);
  EXPECT_THAT(to_string(status.error()), HasSubstr("allow_missing: no tensor is called \"conv\""));
}

TEST(LoadPretrained, TakesOffThePrefixOfAWrapper) {
  for (const std::string prefix : {"_orig_mod.", "module.mobilenet.", "model."}) {
    const auto classifier = tiny_network();
    const Weights body = random_weights(*classifier.body);
    Weights wrapped{{"criterion.weight", torch::ones({4})}};
    for (const auto& [name, tensor] : body) wrapped[prefix + name] = tensor;
    wrapped[prefix + "classifier.weight"] = torch::rand({1000});
    const auto wrapper = load_pretrained(classifier, wrapped);
    ASSERT_TRUE(wrapper) << to_string(wrapper.error());
    EXPECT_EQ(wrapper->prefix, prefix);
    EXPECT_EQ(wrapper->outside, 1U);
    expect_equal(weights_of(*classifier.body), body);
  }
}

TEST(LoadPretrained, LeavesOutTheNumberOfAStep) {
  const auto classifier = tiny_network();
  Weights weights = random_weights(*classifier.body);
  weights["step"] = torch::ones({1}, torch::kInt32);
  const auto wrapper = load_pretrained(classifier, weights);
  ASSERT_TRUE(wrapper) << to_string(wrapper.error());
  EXPECT_EQ(wrapper->prefix, "");
  EXPECT_EQ(wrapper->outside, 1U);
}

TEST(LoadPretrained, LeavesOutWhatBelongsToSomethingElse) {
  const auto classifier = tiny_network();
  Weights weights = random_weights(*classifier.body);
  const Weights body = weights;
  weights["criterion.weight"] = torch::ones({4});
  weights["counts"] = torch::arange(3);
  weights["conv0.counts"] = torch::arange(3);
  weights["temperature"] = torch::ones({});
  for (const auto& [name, tensor] : body) weights[name + ".exp_avg"] = tensor;
  const auto wrapper = load_pretrained(classifier, weights);
  ASSERT_TRUE(wrapper) << to_string(wrapper.error());
  EXPECT_EQ(wrapper->outside, 4U + body.size());
  expect_equal(weights_of(*classifier.body), body);
}

// A larger network of the same kind has all of our names and more.
TEST(LoadPretrained, MoreOfOurModulesAreAnotherNetworks) {
  const auto classifier = tiny_network();
  Weights weights = random_weights(*classifier.body);
  weights["conv1.second.weight"] = torch::ones({4});
  const auto status = load_pretrained(classifier, weights);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("1 left over: conv1.second.weight"));
}

TEST(LoadPretrained, OfWeightsUnderTwoPrefixesTheUsualOneIsTaken) {
  const auto classifier = tiny_network();
  const Weights body = random_weights(*classifier.body);
  Weights twice;
  for (const auto& [name, tensor] : body) {
    twice["ema." + name] = torch::zeros_like(tensor);
    twice["model." + name] = tensor;
  }
  const auto wrapper = load_pretrained(classifier, twice);
  ASSERT_TRUE(wrapper) << to_string(wrapper.error());
  EXPECT_EQ(wrapper->prefix, "model.");
  EXPECT_EQ(wrapper->outside, body.size());
  Weights unclear;
  for (const auto& [name, tensor] : body) {
    unclear["left." + name] = tensor;
    unclear["right." + name] = tensor;
  }
  const auto status = load_pretrained(classifier, unclear);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("under the keys left, right; --key KEY"));
}

TEST(LoadFitting, TakesTheStateDictThatFits) {
  const auto classifier = tiny_network();
  const Weights body = random_weights(*classifier.body);
  const Weights other{{"best", torch::ones({})}};
  const auto fit = load_fitting(classifier, {{"", false, other}, {"ema.shadow", false, body}});
  ASSERT_TRUE(fit) << to_string(fit.error());
  EXPECT_EQ(fit->key, "ema.shadow");
  expect_equal(weights_of(*classifier.body), body);

  const auto usual = load_fitting(classifier, {{"model", true, body}, {"ema", false, body}});
  ASSERT_TRUE(usual) << to_string(usual.error());
  EXPECT_EQ(usual->key, "model");
  const auto unclear = load_fitting(classifier, {{"one", false, body}, {"two", false, body}});
  ASSERT_FALSE(unclear);
  EXPECT_THAT(unclear.error().message, HasSubstr("under the keys one, two; --key KEY"));
  const auto none = load_fitting(classifier, {{"one", false, other}, {"two", false, other}});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::mismatch);
  EXPECT_THAT(none.error().message, HasSubstr("none of its other state dicts fits: two"));
}

TEST(LoadPretrained, TellsACheckpointFromWeights) {
  const auto classifier = tiny_network();
  Weights checkpoint;
  for (const auto& [name, tensor] : weights_of(*classifier.module)) {
    checkpoint["model/" + name] = tensor;
    checkpoint["optimizer.first/" + name] = tensor;
  }
  const auto status = load_pretrained(classifier, checkpoint);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("give the run's best.safetensors"));
}

TEST(LoadPretrained, ConvertsHalfPrecision) {
  const auto classifier = tiny_network();
  Weights weights = random_weights(*classifier.body);
  for (auto& [name, tensor] : weights) {
    if (tensor.is_floating_point()) tensor = tensor.to(torch::kFloat16);
  }
  ASSERT_TRUE(load_pretrained(classifier, weights));
  const auto loaded = weights_of(*classifier.body).at("conv0.weight");
  EXPECT_EQ(loaded.dtype(), torch::kFloat32);
  EXPECT_TRUE(torch::equal(loaded, weights.at("conv0.weight").to(torch::kFloat32)));
}

/// Logits of a network with a published head that reads so many channels.
torch::Tensor logits_of(const std::string& network, int channels, const Weights& weights,
                        torch::ScalarType type) {
  const torch::NoGradGuard no_grad;
  const auto classifier =
      make_classifier(
          {.name = network, .classes = 10, .input_channels = channels, .head = HeadKind::published})
          .value();
  EXPECT_TRUE(load_pretrained(classifier, weights)) << network;
  classifier.module->to(type);
  classifier.module->eval();
  torch::manual_seed(5);
  return forward(classifier, torch::rand({2, 1, 64, 64}).to(type)).logits;
}

// Rounding grows through a hundred random layers, so the deep ones are compared in float64.
TEST(LoadPretrained, SumsTheKernelsOfEqualChannels) {
  const std::pair<const char*, torch::ScalarType> networks[] = {
      {"densenet121", torch::kFloat32},
      {"mobilenet_v2", torch::kFloat32},
      {"resnext101_32x4d", torch::kFloat64},
      {"xception", torch::kFloat64}};
  for (const auto& [network, type] : networks) {
    torch::manual_seed(3);
    const auto source =
        make_classifier({.name = network, .classes = 10, .head = HeadKind::published}).value();
    Weights weights = weights_of(*source.body);
    weights.merge(weights_of(*source.head));
    const auto repeated = logits_of(network, 3, weights, type);
    const auto summed = logits_of(network, 1, weights, type);
    const double scale = std::max(1.0, repeated.abs().max().item<double>());
    EXPECT_LT((summed - repeated).abs().max().item<double>(), 1e-5 * scale) << network;
  }
}

TEST(LoadPretrained, AMatrixIsAOneByOneConvolution) {
  auto body = std::make_shared<Chain>();
  body->push_back("pointwise", nn::Conv2d(nn::Conv2dOptions(3, 5, 1).bias(false)));
  const auto classifier = assemble_classifier({.name = "x"}, body, std::make_shared<Chain>());
  const auto matrix = torch::rand({5, 3});
  const auto status = load_pretrained(classifier, {{"pointwise.weight", matrix}});
  ASSERT_TRUE(status) << to_string(status.error());
  EXPECT_TRUE(torch::equal(weights_of(*body).at("pointwise.weight").squeeze(), matrix));
}

}  // namespace
}  // namespace chestlens
