#include "report/arm_curves.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace chestlens {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// A run whose epochs, from 1, reached these values of macro F1; an epoch of none lacks it.
ArmRun run_of(std::uint64_t seed, const std::vector<double>& values) {
  ArmRun run{.folder = "runs/" + std::to_string(seed), .seed = seed, .log = {}};
  for (const double value : values) {
    LoggedEpoch epoch{.epoch = static_cast<int>(run.log.size()) + 1,
                      .train_loss = 0.5,
                      .validation_loss = value,
                      .figures = {{"accuracy", 0.25}}};
    if (!std::isnan(value)) epoch.figures["macro_f1"] = value;
    run.log.push_back(epoch);
  }
  return run;
}

std::vector<TrainingArm> two_arms() {
  return {{"ImageNet", {run_of(1, {0.5, 0.75, 0.7}), run_of(2, {0.7, 0.65, 0.9})}},
          {"random", {run_of(3, {0.2, 0.4, 0.6, 0.78})}}};
}

ArmCurves curves_of(const std::vector<TrainingArm>& arms, double reach = 0.95) {
  return arm_curves(arms, KeepBest::macro_f1, reach).value();
}

TEST(ArmCurves, AreMeanAndRangeOfEachEpoch) {
  const ArmCurve curve = curves_of(two_arms()).arms[0];
  EXPECT_EQ(curve.runs, 2U);
  EXPECT_THAT(curve.epochs, ElementsAre(1, 2, 3));
  EXPECT_THAT(curve.values[0].mean, DoubleEq(0.6));
  EXPECT_EQ(curve.values[0].low, 0.5);
  EXPECT_EQ(curve.values[0].high, 0.7);
  EXPECT_THAT(curve.values[2].mean, DoubleEq(0.8));
}

TEST(ArmCurves, BestIsThatOfEachRunsOwnEpoch) {
  const ArmCurve curve = curves_of(two_arms()).arms[0];
  EXPECT_THAT(curve.best.mean, DoubleEq(0.825)) << "of 0.75 and 0.9";
  EXPECT_EQ(curve.best.low, 0.75);
  EXPECT_EQ(curve.best.high, 0.9);
  EXPECT_EQ(curve.best_epoch.low, 2.0);
  EXPECT_EQ(curve.best_epoch.high, 3.0);
}

// 0.9 * 0.8 = 0.72: ImageNet's means are 0.6, 0.7, 0.8, random's 0.2, 0.4, 0.6, 0.78.
TEST(ArmCurves, LevelIsAShareOfTheHighestEnd) {
  const ArmCurves curves = curves_of(two_arms(), 0.9);
  EXPECT_EQ(curves.highest, 0U);
  EXPECT_THAT(curves.level, DoubleEq(0.72));
  EXPECT_EQ(curves.arms[0].reached, 3);
  EXPECT_EQ(curves.arms[1].reached, 4);
  EXPECT_EQ(curves_of(two_arms(), 1.0).arms[1].reached, std::nullopt);
}

TEST(ArmCurves, GoOnAsFarAsAllRunsOfTheArmDo) {
  std::vector<TrainingArm> arms = two_arms();
  arms[0].runs[1].log.resize(1);
  const ArmCurves curves = curves_of(arms);
  EXPECT_THAT(curves.arms[0].epochs, ElementsAre(1));
  EXPECT_EQ(curves.arms[0].best.high, 0.75) << "of all epochs of the longer run";
  EXPECT_THAT(curves.arms[1].epochs, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(curves.highest, 1U);
  EXPECT_THAT(to_markdown(curves),
              HasSubstr("The curve of ImageNet ends at epoch 1: its runs have 1-3 epochs."));
}

TEST(ArmCurves, LeaveOutEpochsWithoutTheMetric) {
  std::vector<TrainingArm> arms = two_arms();
  arms[0].runs[0] = run_of(1, {0.5, none, 0.7});
  EXPECT_THAT(curves_of(arms).arms[0].epochs, ElementsAre(1, 3));
}

TEST(ArmCurves, NeedTheMetricAndACommonEpoch) {
  std::vector<TrainingArm> arms = two_arms();
  arms[1].runs[0] = run_of(3, {none, none});
  const auto lacking = arm_curves(arms, KeepBest::macro_f1, 0.95);
  EXPECT_EQ(lacking.error().code, ErrorCode::not_found);
  EXPECT_EQ(to_string(lacking.error()),
            "runs/3: its log has no macro F1; --metric chooses another");
  arms[1].runs = {run_of(3, {0.5, none}), run_of(4, {none, 0.5})};
  EXPECT_EQ(to_string(arm_curves(arms, KeepBest::macro_f1, 0.95).error()),
            "random: its runs have no epoch in common");
  EXPECT_EQ(arm_curves(arms, KeepBest::loss, 0.95).error().code, ErrorCode::invalid_argument);
}

TEST(ArmChart, HasALineAndABandPerArmAndTheLevel) {
  const LineChart chart = arm_chart(curves_of(two_arms(), 0.9), "Tiny");
  EXPECT_EQ(chart.title, "Tiny");
  EXPECT_EQ(chart.y_label, "macro F1 on validation films, %");
  ASSERT_EQ(chart.series.size(), 2U);
  EXPECT_EQ(chart.series[0].name, "ImageNet (2 runs)");
  EXPECT_EQ(chart.series[1].name, "random (1 run)");
  EXPECT_THAT(chart.series[0].y, ElementsAre(DoubleEq(60.0), DoubleEq(70.0), DoubleEq(80.0)));
  ASSERT_EQ(chart.bands.size(), 2U);
  EXPECT_THAT(chart.bands[0].low, ElementsAre(50.0, 65.0, 70.0));
  EXPECT_THAT(chart.bands[1].x, IsEmpty()) << "one run has no range";
  ASSERT_EQ(chart.guides.size(), 1U);
  EXPECT_THAT(chart.guides[0].x, ElementsAre(1, 4));
  EXPECT_THAT(chart.guides[0].y, ElementsAre(DoubleEq(72.0), DoubleEq(72.0)));
  EXPECT_EQ(
      chart.x_label,
      "epoch (line: mean over runs, band: lowest to highest, dashes: 72.0, 90 % of the highest "
      "end)");
  EXPECT_THAT(chart.description,
              HasSubstr("random: from 20.0 to 78.0 % in 4 epochs, 72.0 % in epoch 4."));
}

TEST(ArmTable, SaysWhoEndsHigherAndWhoIsFaster) {
  const std::string text = to_markdown(curves_of(two_arms(), 0.9));
  EXPECT_THAT(text,
              HasSubstr("| ImageNet | 2 | 3 | 82.5 (75.0-90.0) | 2-3 | 80.0 (70.0-90.0) | 3 |\n"));
  EXPECT_THAT(text, HasSubstr("| random | 1 | 4 | 78.0 | 4 | 78.0 | 4 |\n"));
  EXPECT_THAT(text, HasSubstr("72.0 is 90 % of the end of ImageNet"));
  EXPECT_THAT(to_markdown(curves_of(two_arms(), 1.0)), HasSubstr("| 78.0 | - |\n"));
}

TEST(ArmsCsv, HasEveryEpochOfEveryRun) {
  std::vector<TrainingArm> arms = two_arms();
  arms[1].runs[0].log[3].validation_loss = none;
  const std::string csv = arms_csv(arms, KeepBest::macro_f1);
  EXPECT_THAT(csv, testing::StartsWith("arm,run,seed,epoch,macro_f1,train_loss,validation_loss\n"
                                       "ImageNet,runs/1,1,1,0.5,0.5,0.5\n"));
  EXPECT_THAT(csv, EndsWith("random,runs/3,3,4,0.78,0.5,\n"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 11);
}

}  // namespace
}  // namespace chestlens
