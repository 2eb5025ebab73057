#include "networks/network_table.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

constexpr int test_size_pixels = 64;

Classifier make(const std::string& name, HeadKind head = HeadKind::concat_pool,
                int input_channels = 3, int size_pixels = test_size_pixels) {
  torch::manual_seed(1);
  auto classifier = make_classifier({.name = name,
                                     .classes = 3,
                                     .input_channels = input_channels,
                                     .head = head,
                                     .size_pixels = size_pixels});
  if (!classifier) throw std::runtime_error(to_string(classifier.error()));
  return *classifier;
}

class EveryNetwork : public testing::TestWithParam<std::string> {
 protected:
  const Network& network_ = *find_network(GetParam());
};

INSTANTIATE_TEST_SUITE_P(Table, EveryNetwork, testing::ValuesIn(network_names()),
                         [](const auto& info) { return info.param; });

TEST_P(EveryNetwork, GivesTheMapsOfItsRowFromEitherHead) {
  const torch::NoGradGuard no_grad;
  for (const auto head : {HeadKind::concat_pool, HeadKind::published}) {
    const auto classifier = make(network_.name, head);
    classifier.module->eval();
    const auto outputs =
        forward(classifier, torch::rand({2, 1, test_size_pixels, test_size_pixels}));
    EXPECT_EQ(outputs.activations.sizes().vec(),
              (std::vector<std::int64_t>{2, network_.feature_maps, 2, 2}));
    EXPECT_GE(outputs.activations.min().item<float>(), 0.0F) << "the final ReLU is missing";
    EXPECT_EQ(outputs.logits.sizes().vec(), (std::vector<std::int64_t>{2, 3}));
  }
}

TEST_P(EveryNetwork, LeavesOnePositionOfItsSmallestFilm) {
  const torch::NoGradGuard no_grad;
  const int size = network_.smallest_size_pixels;
  const auto classifier = make(network_.name, HeadKind::concat_pool, 3, size);
  classifier.module->train();
  const auto outputs = forward(classifier, torch::rand({2, 1, size, size}));
  EXPECT_EQ(outputs.activations.sizes().vec(),
            (std::vector<std::int64_t>{2, network_.feature_maps, 1, 1}));
  const auto smaller = make_classifier({.name = network_.name, .size_pixels = size - 1});
  ASSERT_FALSE(smaller);
  EXPECT_EQ(smaller.error().code, ErrorCode::invalid_argument);
}

TEST_P(EveryNetwork, NamesTheConvolutionThatMakesItsLastMaps) {
  const auto body = make(network_.name).body;
  std::string last;
  for (const auto& layer : body->named_modules()) {
    if (layer.value()->as<torch::nn::Conv2d>()) last = layer.key();
  }
  EXPECT_EQ(last, network_.last_convolution);
}

TEST_P(EveryNetwork, LayerGroupsHoldEveryParameterOnceInOrder) {
  const auto classifier = make(network_.name);
  const auto groups = layer_groups(classifier);
  EXPECT_EQ(groups.size(), network_.group_starts.size() + 2);  // the first group, and the head
  std::vector<torch::Tensor> all;
  for (const auto& group : groups) {
    EXPECT_FALSE(group.empty());
    all.insert(all.end(), group.begin(), group.end());
  }
  const auto parameters = classifier.module->parameters();
  ASSERT_EQ(all.size(), parameters.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_TRUE(all[i].is_same(parameters[i]));
  EXPECT_TRUE(groups.back().front().is_same(classifier.head->parameters().front()));
}

TEST(NetworkTable, SplitsResnextAsFastaisResnets) {
  const auto classifier = make("resnext101_32x4d");
  const auto groups = layer_groups(classifier);
  ASSERT_EQ(groups.size(), 3U);  // _resnet_split: m[0][6] of conv1, bn1, relu, maxpool, layer1..
  EXPECT_TRUE(
      groups[1].front().is_same(classifier.body->named_parameters()["layer3.0.conv1.weight"]));
}

TEST_P(EveryNetwork, ChangesNoTensorThatGradientsNeed) {
  const auto classifier = make(network_.name);
  classifier.module->train();
  const auto images = torch::rand({2, 1, test_size_pixels, test_size_pixels});
  const auto before = images.clone();
  forward(classifier, images).logits.sum().backward();  // throws where an operation was in place
  EXPECT_TRUE(torch::equal(images, before));
  for (const auto& parameter : classifier.module->named_parameters()) {
    EXPECT_TRUE(parameter.value().grad().defined()) << parameter.key();
  }
}

TEST_P(EveryNetwork, ReadsOneChannelAsItReadsThreeAlikeOnes) {
  const torch::NoGradGuard no_grad;
  const auto three = make(network_.name, HeadKind::concat_pool, 3);
  const auto one = make(network_.name, HeadKind::concat_pool, 1);
  auto from = three.module->parameters();
  auto to = one.module->parameters();
  ASSERT_EQ(from.size(), to.size());
  EXPECT_EQ(to.front().size(1), 1);
  for (std::size_t i = 1; i < to.size(); ++i) to[i].copy_(from[i]);
  for (const auto& classifier : {three, one}) {
    classifier.module->eval();
    classifier.module->to(torch::kFloat64);
  }
  to.front().copy_(from.front().sum(1, /*keepdim=*/true));
  const auto images = torch::rand({2, 1, test_size_pixels, test_size_pixels}, torch::kFloat64);
  const auto expected = forward_body(three, images);
  const auto difference = (forward_body(one, images) - expected).abs().max();
  EXPECT_LE((difference / expected.abs().max()).item<double>(), 1e-10);
}

TEST_P(EveryNetwork, StartsFromWeightsThatKeepItsSignal) {
  const torch::NoGradGuard no_grad;
  const auto classifier = make(network_.name);
  classifier.module->train();
  const auto outputs = forward(classifier, torch::rand({4, 1, test_size_pixels, test_size_pixels}));
  EXPECT_TRUE(outputs.logits.isfinite().all().item<bool>());
  EXPECT_GT(outputs.activations.mean().item<float>(), 1e-3F);
  EXPECT_LT(outputs.activations.mean().item<float>(), 1e3F);
}

TEST(NetworkTable, HasEveryNetworkOfTheStudySorted) {
  EXPECT_EQ(network_names(),
            (std::vector<std::string>{"covid_net_large", "covid_net_small", "densenet121",
                                      "mobilenet_v2", "resnext101_32x4d", "xception"}));
  EXPECT_EQ(find_network("densenet122"), nullptr);
}

}  // namespace
}  // namespace chestlens
