#include "networks/batch_norm.hpp"

#include "networks/chain.hpp"
#include "networks/classifier.hpp"
#include "networks/network_table.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <memory>
#include <string>

namespace chestlens {
namespace {

/// Three training passes and one in eval mode; torch's counter where ours is told of three batches.
template <typename Theirs>
void expect_equal(BatchNorm ours, Theirs theirs, at::IntArrayRef shape) {
  torch::manual_seed(2);
  for (int pass = 0; pass < 4; ++pass) {
    ours->train(pass < 3);
    theirs->train(pass < 3);
    const auto x = torch::randn(shape).add(1.0).set_requires_grad(true);
    const auto same_x = x.detach().clone().set_requires_grad(true);
    const auto y = ours->forward(x), same_y = theirs->forward(same_x);
    y.square().sum().backward();
    same_y.square().sum().backward();
    EXPECT_TRUE(torch::equal(y, same_y));
    EXPECT_TRUE(torch::equal(x.grad(), same_x.grad()));
    EXPECT_TRUE(torch::equal(ours->weight.grad(), theirs->weight.grad()));
    EXPECT_TRUE(torch::equal(ours->running_mean, theirs->running_mean));
    EXPECT_TRUE(torch::equal(ours->running_var, theirs->running_var));
    EXPECT_EQ(ours->num_batches_tracked.item<int>(), 0);
  }
  count_batches(*ours, 1);
  count_batches(*ours, 2);
  EXPECT_EQ(theirs->num_batches_tracked.template item<int>(), 3);
  EXPECT_EQ(ours->num_batches_tracked.item<int>(), 3);
}

TEST(BatchNorm, IsTorchsToTheBitButForItsCounter) {
  expect_equal(BatchNorm(5), torch::nn::BatchNorm2d(5), {4, 5, 3, 6});
  expect_equal(BatchNorm(7), torch::nn::BatchNorm1d(7), {9, 7});
}

TEST(BatchNorm, OneValueHasNoVariance) {
  EXPECT_THROW(BatchNorm(3)->forward(torch::rand({1, 3})), c10::Error);
}

// Torch's own beside them count by themselves.
TEST(BatchNorm, CountsWhereverItIs) {
  auto inner = std::make_shared<Chain>();
  inner->push_back(BatchNorm(2));
  const auto module = std::make_shared<Chain>();
  module->push_back(inner);
  module->push_back(torch::nn::BatchNorm2d(2));
  module->push_back(BatchNorm(2));
  count_batches(*module, 4);
  const auto buffers = module->named_buffers();
  EXPECT_EQ(buffers["0.0.num_batches_tracked"].item<int>(), 4);
  EXPECT_EQ(buffers["1.num_batches_tracked"].item<int>(), 0);
  EXPECT_EQ(buffers["2.num_batches_tracked"].item<int>(), 4);
}

TEST(BatchNorm, IsThatOfEveryNetwork) {
  for (const std::string& name : network_names()) {
    const int size_pixels = std::max(64, find_network(name)->smallest_size_pixels);
    const auto classifier = make_classifier({.name = name, .size_pixels = size_pixels}).value();
    count_batches(*classifier.module, 3);
    int counters = 0;
    for (const auto& buffer : classifier.module->named_buffers()) {
      if (!buffer.key().ends_with("num_batches_tracked")) continue;
      ++counters;
      EXPECT_EQ(buffer.value().item<int>(), 3) << buffer.key();
    }
    EXPECT_GT(counters, 30) << name;
  }
}

}  // namespace
}  // namespace chestlens
