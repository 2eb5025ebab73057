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
    const auto order = training_order({{}, labels}, train, {}, epoch);
    EXPECT_EQ(order.size(), 40U);
    return std::ranges::count_if(order, [](std::size_t film) { return film == 3 || film == 30; });
  };
  EXPECT_EQ(rare_films(true, 0), 20);
  EXPECT_EQ(rare_films(false, 0), 2);
  train.balanced_sampling = true;
  EXPECT_NE(training_order({{}, labels}, train, {}, 0), training_order({{}, labels}, train, {}, 1));
}

// Of two classes one has two sources: three groups, a third of the epoch each.
TEST(TrainingOrder, SourcesOfAClassMayBeDrawnEquallyOften) {
  Dataset films{{}, torch::zeros({60}, torch::kInt64), torch::zeros({60}, torch::kInt64)};
  films.labels.narrow(0, 0, 20).fill_(1);
  films.sources.narrow(0, 58, 2).fill_(1);
  TrainRecipe train;
  Stage stage;
  const auto of_rare_source = [&] {
    const auto order = training_order(films, train, stage, 0);
    return std::ranges::count_if(order, [](std::size_t film) { return film >= 58; });
  };
  EXPECT_EQ(of_rare_source(), 2);
  train.balanced_sampling = true;
  EXPECT_LT(of_rare_source(), 5);
  train.balanced_by = BalancedBy::classes_and_sources;
  EXPECT_EQ(of_rare_source(), 20);
  train = {};
  stage.retrain_last_layer = true;
  EXPECT_EQ(of_rare_source(), 20);
}

}  // namespace
}  // namespace chestlens
