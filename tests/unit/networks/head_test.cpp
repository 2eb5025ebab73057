#include "networks/head.hpp"

#include "networks/chain.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(ConcatPoolHead, BearsFastaisNumbersAndShapes) {
  const auto head = make_concat_pool_head(1024, 4, 0.5);
  const auto parameters = head->named_parameters();
  std::vector<std::string> names;
  for (const auto& parameter : parameters) names.push_back(parameter.key());
  EXPECT_EQ(names, (std::vector<std::string>{"2.weight", "2.bias", "4.weight", "6.weight", "6.bias",
                                             "8.weight"}));
  EXPECT_EQ(parameters["4.weight"].sizes().vec(), (std::vector<std::int64_t>{512, 2048}));
  EXPECT_EQ(parameters["8.weight"].sizes().vec(), (std::vector<std::int64_t>{4, 512}));
}

TEST(ConcatPoolHead, ComputesFastaisFormula) {
  torch::manual_seed(3);
  const torch::NoGradGuard no_grad;
  const auto head = make_concat_pool_head(6, 3, 0.5);
  head->eval();
  for (auto& parameter : head->parameters()) parameter.uniform_(-1.0, 1.0);
  for (auto& entry : head->named_buffers()) {
    if (entry.value().is_floating_point()) entry.value().uniform_(0.5, 2.0);
  }
  const auto p = head->named_parameters();
  const auto b = head->named_buffers();
  const auto norm = [&](const torch::Tensor& x, const std::string& layer) {
    const auto deviation = (b[layer + ".running_var"] + 1e-5).sqrt();
    return (x - b[layer + ".running_mean"]) / deviation * p[layer + ".weight"] + p[layer + ".bias"];
  };

  const auto maps = torch::rand({2, 6, 5, 4});
  const auto pooled = torch::cat({maps.amax({2, 3}), maps.mean({2, 3})}, 1);
  const auto hidden = torch::relu(norm(pooled, "2").matmul(p["4.weight"].t()));
  const auto expected = norm(hidden, "6").matmul(p["8.weight"].t());
  EXPECT_LT((head->forward(maps) - expected).abs().max().item<float>(), 1e-5F);
}

TEST(ConcatPoolHead, DropsHalfAsMuchInTheFirstDropout) {
  const auto head = make_concat_pool_head(8, 4, 0.4);
  EXPECT_DOUBLE_EQ(head->at<torch::nn::DropoutImpl>(3).options.p(), 0.2);
  EXPECT_DOUBLE_EQ(head->at<torch::nn::DropoutImpl>(7).options.p(), 0.4);
}

}  // namespace
}  // namespace chestlens
