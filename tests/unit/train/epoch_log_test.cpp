#include "train/epoch_log.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace chestlens {
namespace {

TEST(KeepBest, ReadsTheMetricOfItsName) {
  Score score{.loss = 0.1};
  score.metrics.macro_f1 = 0.2;
  score.metrics.weighted_f1 = 0.3;
  score.metrics.balanced_accuracy = 0.4;
  score.metrics.accuracy = 0.5;
  score.mean_roc_area = 0.6;
  const std::pair<KeepBest, double> metrics[] = {
      {KeepBest::loss, 0.1},        {KeepBest::macro_f1, 0.2},
      {KeepBest::weighted_f1, 0.3}, {KeepBest::balanced_accuracy, 0.4},
      {KeepBest::accuracy, 0.5},    {KeepBest::mean_roc_area, 0.6}};
  for (const auto& [metric, value] : metrics) {
    EXPECT_EQ(best_value(metric, score), value);
    const bool less_is_better = metric == KeepBest::loss;
    EXPECT_EQ(is_better(metric, 1.0, 2.0), less_is_better);
    EXPECT_EQ(is_better(metric, 2.0, 1.0), !less_is_better);
    EXPECT_FALSE(is_better(metric, 1.0, 1.0));
  }
}

}  // namespace
}  // namespace chestlens
