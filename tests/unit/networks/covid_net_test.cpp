#include "networks/covid_net.hpp"

#include "networks/chain.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

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
