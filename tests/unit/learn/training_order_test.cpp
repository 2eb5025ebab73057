#include "learn/training_order.hpp"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <algorithm>
#include <cstddef>

namespace chestlens {
namespace {

// A class of two films among forty makes half of a balanced epoch.
TEST(TrainingOrder, BalancedSamplingShowsRareClassesAsOften) {
  auto labels = torch::zeros({40}, torch::kInt64);
  labels[3] = 1;
  labels[30] = 1;
  TrainRecipe train;
  const auto rare_films = [&](bool balanced, int epoch) {
    train.balanced_sampling = balanced;
    const auto order = training_order(labels, train, epoch);
    EXPECT_EQ(order.size(), 40U);
    return std::ranges::count_if(order, [](std::size_t film) { return film == 3 || film == 30; });
  };
  EXPECT_EQ(rare_films(true, 0), 20);
  EXPECT_EQ(rare_films(false, 0), 2);
  train.balanced_sampling = true;
  EXPECT_NE(training_order(labels, train, 0), training_order(labels, train, 1));
}

}  // namespace
}  // namespace chestlens
