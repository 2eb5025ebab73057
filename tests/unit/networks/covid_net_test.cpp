#include "networks/covid_net.hpp"

#include "networks/chain.hpp"
#include "published.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

void expect_published(const std::string& name, double parameters_millions, double layers_billions) {
  const auto classifier = test::make_published(name, 4);
  EXPECT_NEAR(static_cast<double>(parameter_count(classifier)) / 1e6, parameters_millions,
              0.005 * parameters_millions);
  const auto count = multiply_adds(classifier, 224);
  ASSERT_TRUE(count) << to_string(count.error());
  EXPECT_NEAR(static_cast<double>(count->layers) / 1e9, layers_billions, 0.005 * layers_billions);
}

TEST(CovidNetSmall, ComesWithinHalfAPercentOfThePublishedCounts) {
  expect_published("covid_net_small", 116.6, 2.26);
}

TEST(CovidNetLarge, ComesWithinHalfAPercentOfThePublishedCounts) {
  expect_published("covid_net_large", 127.4, 3.59);
}

TEST(CovidNet, HasTheStagesOfThePaper) {
  const auto parameters = make_covid_net_body(CovidNetSize::small)->named_parameters();
  const auto shape = [&](const std::string& name) { return parameters[name].sizes().vec(); };
  using Shape = std::vector<std::int64_t>;
  EXPECT_EQ(shape("conv1.weight"), (Shape{64, 3, 7, 7}));
  EXPECT_EQ(shape("stage1.link.conv.weight"), (Shape{256, 64, 1, 1}));
  EXPECT_EQ(shape("stage2.link.conv.weight"), (Shape{512, 256, 1, 1}));
  EXPECT_EQ(shape("stage3.link.conv.weight"), (Shape{1024, 512, 1, 1}));
  EXPECT_EQ(shape("stage4.link.conv.weight"), (Shape{2048, 1024, 1, 1}));
  const std::pair<std::string, std::string> last_blocks[] = {{"stage1.pepx3", "stage1.pepx4"},
                                                             {"stage2.pepx4", "stage2.pepx5"},
                                                             {"stage3.pepx6", "stage3.pepx7"},
                                                             {"stage4.pepx3", "stage4.pepx4"}};
  for (const auto& [last, none] : last_blocks) {
    EXPECT_TRUE(parameters.contains(last + ".extension.conv.weight")) << last;
    EXPECT_FALSE(parameters.contains(none + ".extension.conv.weight")) << none;
  }
  EXPECT_EQ(shape("stage3.pepx1.projection1.conv.weight"), (Shape{192, 512, 1, 1}));
  EXPECT_EQ(shape("stage3.pepx1.expansion.conv.weight"), (Shape{512, 192, 1, 1}));
  EXPECT_EQ(shape("stage3.pepx1.depthwise.conv.weight"), (Shape{512, 1, 3, 3}));
  EXPECT_EQ(shape("stage3.pepx1.projection2.conv.weight"), (Shape{192, 512, 1, 1}));
  EXPECT_EQ(shape("stage3.pepx1.extension.conv.weight"), (Shape{1024, 192, 1, 1}));
}

TEST(CovidNet, ABlockReadsTheSumOfTheLinkAndTheBlocksBefore) {
  const torch::NoGradGuard no_grad;
  torch::manual_seed(6);
  const auto body = make_covid_net_body(CovidNetSize::small);
  body->eval();
  const auto images = torch::rand({1, 3, 64, 64});
  auto parameters = body->named_parameters();
  // A new network is its links alone: what a block computes does not matter.
  const auto before = body->forward(images);
  parameters["stage4.pepx2.projection1.conv.weight"].zero_();
  EXPECT_TRUE(torch::equal(before, body->forward(images)));
  // The last block alone, now: it reads the link and no block, so the link's weights matter twice.
  parameters["stage4.pepx3.extension.norm.weight"].fill_(1.0);
  const auto with_block = body->forward(images);
  EXPECT_FALSE(torch::equal(before, with_block));
  parameters["stage4.pepx1.projection1.conv.weight"].zero_();
  EXPECT_TRUE(torch::equal(with_block, body->forward(images)));
}

TEST(CovidNetHead, FlattensMapsOfItsOwnSize) {
  const torch::NoGradGuard no_grad;
  const auto head = make_covid_net_head(96, 4, 0.5);
  head->eval();
  const auto parameters = head->named_parameters();
  const auto maps = torch::rand({2, 2048, 3, 3});
  const auto layer = [&](const torch::Tensor& x, const std::string& name) {
    return torch::linear(x, parameters[name + ".weight"], parameters[name + ".bias"]);
  };
  const auto hidden = torch::relu(layer(maps.reshape({2, -1}), "fc1"));
  const auto expected = layer(torch::relu(layer(hidden, "fc2")), "fc3");
  EXPECT_TRUE(torch::allclose(head->forward(maps), expected, 1e-4, 1e-5));
}

TEST(CovidNetHead, TakesMapsOfOtherSizesForProgressiveResizing) {
  const torch::NoGradGuard no_grad;
  const auto head = make_covid_net_head(96, 4, 0.5);
  head->eval();
  const auto constant = torch::rand({2, 2048, 1, 1});
  const auto expected = head->forward(constant.expand({2, 2048, 3, 3}));
  for (const std::int64_t side : {1, 2, 6}) {
    const auto logits = head->forward(constant.expand({2, 2048, side, side}));
    EXPECT_TRUE(torch::allclose(logits, expected, 1e-4, 1e-4)) << side;
  }
}

TEST(CovidNetHead, FitsTheBodyOfFilmsOfAnySize) {
  const torch::NoGradGuard no_grad;
  const auto body = make_covid_net_body(CovidNetSize::small, 1);
  body->eval();
  for (const int size : {32, 63, 95, 100, 128}) {
    const auto maps = body->forward(torch::rand({1, 1, size, size}));
    const auto inputs = make_covid_net_head(size, 4, 0.0)->named_parameters()["fc1.weight"].size(1);
    EXPECT_EQ(maps.numel(), inputs) << size;
  }
}

}  // namespace
}  // namespace chestlens
