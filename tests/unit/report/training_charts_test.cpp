#include "report/training_charts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace chestlens {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<LoggedEpoch> two_stages() {
  std::vector<LoggedEpoch> log;
  for (int epoch = 1; epoch <= 5; ++epoch) {
    log.push_back({.epoch = epoch,
                   .stage = epoch <= 3 ? 1 : 2,
                   .size_pixels = epoch <= 3 ? 64 : 96,
                   .train_loss = 1.0 / epoch,
                   .validation_loss = 1.5 / epoch,
                   .figures = {{"accuracy", 0.1 * epoch}, {"macro_f1", 0.15 * epoch}},
                   .is_best = epoch == 2 || epoch == 4});
  }
  return log;
}

TEST(LossChart, HasBothLossesAndTheStagesBorder) {
  const LineChart chart = loss_chart(two_stages());
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_EQ(chart.series[0].name, "training");
  EXPECT_THAT(chart.series[0].x, ElementsAre(1, 2, 3, 4, 5));
  EXPECT_EQ(chart.series[1].y[1], 0.75);
  ASSERT_EQ(chart.markers.size(), 1U);
  EXPECT_EQ(chart.markers[0].x, 3.5);
  EXPECT_EQ(chart.markers[0].label, "stage 2, 96 px");
  EXPECT_THAT(chart.description, HasSubstr("training from 1.000 to 0.200"));
}

TEST(MetricChart, BeginsWithTheMetricAndMarksTheEpochThatIsKept) {
  const LineChart chart = metric_chart(two_stages(), KeepBest::accuracy);
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_EQ(chart.series[0].name, "accuracy");
  EXPECT_EQ(chart.series[1].name, "macro F1");
  ASSERT_EQ(chart.markers.size(), 2U);
  EXPECT_EQ(chart.markers[1].x, 4.0);
  EXPECT_EQ(chart.markers[1].label, "kept: epoch 4");
}

TEST(MetricChart, TheLossHasItsOwnChart) {
  const LineChart chart = metric_chart(two_stages(), KeepBest::loss);
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_EQ(chart.series[0].name, "macro F1");
}

}  // namespace
}  // namespace chestlens
