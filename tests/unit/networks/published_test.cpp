#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <optional>

namespace chestlens {
namespace {

using Shape = std::vector<std::int64_t>;

struct Figure {
  double value;
  double tolerance;
};

/// What is published of a network: its counts, and some of its parameters' names and shapes.
struct Published {
  std::string name;
  int classes = 1000;
  int size_pixels = 224;
  Figure parameters;
  std::optional<Figure> layers_billions = {};  // multiply-adds of convolutions and linear layers
  std::optional<Figure> all_billions = {};     // with those of the norms
  std::optional<std::size_t> body_tensors = {};
  std::vector<std::pair<std::string, Shape>> shapes = {};  // under "body." and "head."
  std::vector<std::string> absent = {};
};

constexpr double half_a_percent = 0.005;

Published published_covid_net_large() {
  return {.name = "covid_net_large",  // the paper's table
          .classes = 4,
          .parameters = {127.4e6, half_a_percent * 127.4e6},
          .layers_billions = Figure{3.59, half_a_percent * 3.59}};
}

Published published_covid_net_small() {
  return {.name = "covid_net_small",  // the paper's table
          .classes = 4,
          .parameters = {116.6e6, half_a_percent * 116.6e6},
          .layers_billions = Figure{2.26, half_a_percent * 2.26},
          .shapes = {{"body.conv1.weight", {64, 3, 7, 7}},
                     {"body.stage1.link.conv.weight", {256, 64, 1, 1}},
                     {"body.stage2.link.conv.weight", {512, 256, 1, 1}},
                     {"body.stage3.link.conv.weight", {1024, 512, 1, 1}},
                     {"body.stage4.link.conv.weight", {2048, 1024, 1, 1}},
                     {"body.stage1.pepx3.extension.conv.weight", {256, 48, 1, 1}},
                     {"body.stage2.pepx4.extension.conv.weight", {512, 96, 1, 1}},
                     {"body.stage3.pepx6.extension.conv.weight", {1024, 192, 1, 1}},
                     {"body.stage4.pepx3.extension.conv.weight", {2048, 384, 1, 1}},
                     {"body.stage3.pepx1.projection1.conv.weight", {192, 512, 1, 1}},
                     {"body.stage3.pepx1.expansion.conv.weight", {512, 192, 1, 1}},
                     {"body.stage3.pepx1.depthwise.conv.weight", {512, 1, 3, 3}},
                     {"body.stage3.pepx1.projection2.conv.weight", {192, 512, 1, 1}},
                     {"body.stage3.pepx1.extension.conv.weight", {1024, 192, 1, 1}}},
          .absent = {"body.stage1.pepx4.extension.conv.weight",
                     "body.stage2.pepx5.extension.conv.weight",
                     "body.stage3.pepx7.extension.conv.weight",
                     "body.stage4.pepx4.extension.conv.weight"}};
}

Published published_densenet121() {
  return {.name = "densenet121",
          .parameters = {7'978'856, 0},              // torchvision
          .layers_billions = Figure{2.834, 0.0005},  // torchvision
          .all_billions = Figure{2.87, 0.005},       // timm
          .body_tensors = 362,  // torchvision's 364 less classifier.weight and .bias
          .shapes = {{"body.features.conv0.weight", {64, 3, 7, 7}},
                     {"body.features.denseblock1.denselayer1.norm1.weight", {64}},
                     {"body.features.denseblock3.denselayer24.conv1.weight", {128, 992, 1, 1}},
                     {"body.features.denseblock4.denselayer16.conv2.weight", {32, 128, 3, 3}},
                     {"body.features.transition3.conv.weight", {512, 1024, 1, 1}},
                     {"body.features.norm5.bias", {1024}}}};
}

Published published_mobilenet_v2() {
  return {.name = "mobilenet_v2",
          .parameters = {3'504'872, 0},              // torchvision
          .layers_billions = Figure{0.301, 0.0005},  // torchvision
          .body_tensors = 156,                       // torchvision's 158 less classifier.1's two
          .shapes = {{"body.features.0.0.weight", {32, 3, 3, 3}},
                     {"body.features.0.1.bias", {32}},
                     {"body.features.1.conv.0.0.weight", {32, 1, 3, 3}},
                     {"body.features.1.conv.1.weight", {16, 32, 1, 1}},
                     {"body.features.1.conv.2.weight", {16}},
                     {"body.features.2.conv.1.0.weight", {96, 1, 3, 3}},
                     {"body.features.17.conv.2.weight", {320, 960, 1, 1}},
                     {"body.features.17.conv.3.bias", {320}},
                     {"body.features.18.0.weight", {1280, 320, 1, 1}},
                     {"head.classifier.1.weight", {1000, 1280}}}};
}

Published published_resnext101() {
  return {.name = "resnext101_32x4d",
          .parameters = {44'177'704, 0},        // timm
          .all_billions = Figure{8.01, 0.005},  // timm
          .body_tensors = 312,                  // 104 convolutions, each with a norm's two
          .shapes = {{"body.conv1.weight", {64, 3, 7, 7}},
                     {"body.bn1.weight", {64}},
                     {"body.layer1.0.conv1.weight", {128, 64, 1, 1}},
                     {"body.layer1.0.conv2.weight", {128, 4, 3, 3}},
                     {"body.layer1.0.downsample.0.weight", {256, 64, 1, 1}},
                     {"body.layer1.0.downsample.1.bias", {256}},
                     {"body.layer2.0.downsample.0.weight", {512, 256, 1, 1}},
                     {"body.layer3.22.conv3.weight", {1024, 512, 1, 1}},
                     {"body.layer4.2.bn3.weight", {2048}},
                     {"head.fc.weight", {1000, 2048}}},
          .absent = {"body.layer4.1.downsample.0.weight"}};
}

Published published_xception() {
  return {.name = "xception",
          .size_pixels = 299,
          .parameters = {22'855'952, 0},        // timm's legacy_xception
          .all_billions = Figure{8.40, 0.005},  // timm
          .body_tensors = 154,                  // Cadene's 156 less fc.weight and .bias
          .shapes = {{"body.conv1.weight", {32, 3, 3, 3}},
                     {"body.block1.rep.0.conv1.weight", {64, 1, 3, 3}},
                     {"body.block1.rep.3.pointwise.weight", {128, 128, 1, 1}},
                     {"body.block1.skip.weight", {128, 64, 1, 1}},
                     {"body.block2.rep.1.conv1.weight", {128, 1, 3, 3}},
                     {"body.block3.rep.5.weight", {728}},
                     {"body.block7.rep.7.pointwise.weight", {728, 728, 1, 1}},
                     {"body.block12.rep.1.pointwise.weight", {728, 728, 1, 1}},
                     {"body.block12.rep.4.pointwise.weight", {1024, 728, 1, 1}},
                     {"body.block12.skipbn.weight", {1024}},
                     {"body.conv3.pointwise.weight", {1536, 1024, 1, 1}},
                     {"body.bn4.bias", {2048}},
                     {"head.fc.bias", {1000}}},
          .absent = {"body.block4.skip.weight"}};
}

std::vector<Published> published_networks() {
  return {published_covid_net_large(), published_covid_net_small(), published_densenet121(),
          published_mobilenet_v2(),    published_resnext101(),      published_xception()};
}

class PublishedNetwork : public testing::TestWithParam<Published> {
 protected:
  /// RGB, with its own head.
  static Classifier make() {
    auto classifier = make_classifier(
        {.name = GetParam().name, .classes = GetParam().classes, .head = HeadKind::published});
    if (!classifier) throw std::runtime_error(to_string(classifier.error()));
    return *classifier;
  }
};

INSTANTIATE_TEST_SUITE_P(Table, PublishedNetwork, testing::ValuesIn(published_networks()),
                         [](const auto& info) { return info.param.name; });

TEST_P(PublishedNetwork, HasThePublishedParametersAndMultiplyAdds) {
  const auto classifier = make();
  const auto& [parameters, tolerance] = GetParam().parameters;
  EXPECT_NEAR(static_cast<double>(parameter_count(classifier)), parameters, tolerance);
  const auto count = multiply_adds(classifier, GetParam().size_pixels);
  ASSERT_TRUE(count) << to_string(count.error());
  if (const auto& layers = GetParam().layers_billions) {
    EXPECT_NEAR(static_cast<double>(count->layers) / 1e9, layers->value, layers->tolerance);
  }
  if (const auto& all = GetParam().all_billions) {
    const auto sum = static_cast<double>(count->layers + count->norms);
    EXPECT_NEAR(sum / 1e9, all->value, all->tolerance);
  }
}

TEST_P(PublishedNetwork, BearsThePublishedNamesAndShapes) {
  const auto classifier = make();
  if (GetParam().body_tensors) {
    EXPECT_EQ(classifier.body->parameters().size(), GetParam().body_tensors);
  }
  const auto parameters = classifier.module->named_parameters();
  for (const auto& [name, shape] : GetParam().shapes) {
    ASSERT_TRUE(parameters.contains(name)) << name;
    EXPECT_EQ(parameters[name].sizes().vec(), shape) << name;
  }
  for (const std::string& name : GetParam().absent) {
    EXPECT_FALSE(parameters.contains(name)) << name;
  }
}

TEST(PublishedNetworks, AreThoseOfTheTable) {
  std::vector<std::string> names;
  for (const Published& network : published_networks()) names.push_back(network.name);
  EXPECT_EQ(names, network_names());
}

}  // namespace
}  // namespace chestlens
