#include "learn/class_weights.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

namespace chestlens {
namespace {

TEST(ClassWeights, HaveAMeanOfOneOverTheFilms) {
  const auto labels = torch::tensor({0, 0, 0, 0, 0, 0, 0, 0, 1, 1}, torch::kInt64);
  EXPECT_FALSE(class_weights(ClassWeights::none, labels, 2).defined());
  for (const ClassWeights kind : {ClassWeights::balanced, ClassWeights::square_root}) {
    const auto weights = class_weights(kind, labels, 2);
    EXPECT_NEAR(weights.index_select(0, labels).mean().item<double>(), 1.0, 1e-6);
  }
  const auto balanced = class_weights(ClassWeights::balanced, labels, 2);
  EXPECT_NEAR((balanced[1] / balanced[0]).item<double>(), 4.0, 1e-5);
  const auto square_root = class_weights(ClassWeights::square_root, labels, 2);
  EXPECT_NEAR((square_root[1] / square_root[0]).item<double>(), 2.0, 1e-5);
}

}  // namespace
}  // namespace chestlens
