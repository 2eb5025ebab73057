#include "support/raster.hpp"

#include <chestlens/metrics.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace chestlens {
namespace {

TEST(Wilson, PublishedIntervals) {
  // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
  struct Published {
    std::int64_t successes, trials;
    double low, high;
  };
  for (const Published& row :
       {Published{81, 263, 0.2553, 0.3662}, Published{15, 148, 0.0624, 0.1605},
        Published{0, 20, 0.0, 0.1611}, Published{1, 29, 0.0061, 0.1718}}) {
    const Interval interval = wilson_interval(row.successes, row.trials);
    EXPECT_NEAR(interval.low, row.low, 5e-5) << row.successes << "/" << row.trials;
    EXPECT_NEAR(interval.high, row.high, 5e-5) << row.successes << "/" << row.trials;
  }
}

TEST(Wilson, StaysInRangeAndMirrors) {
  EXPECT_EQ(wilson_interval(0, 0).low, 0.0);
  EXPECT_EQ(wilson_interval(0, 0).high, 1.0);
  const Interval all = wilson_interval(20, 20);
  EXPECT_NEAR(all.low, 1.0 - 0.1611, 5e-5);
  EXPECT_EQ(all.high, 1.0);
}

TEST(Wilson, ContainsTheProportionToTheLastBit) {
  for (int trials = 1; trials <= 500; ++trials) {
    for (const int successes : {0, trials / 2, trials}) {
      const Interval interval = wilson_interval(successes, trials);
      const double p = static_cast<double>(successes) / static_cast<double>(trials);
      ASSERT_TRUE(interval.low <= p && p <= interval.high) << successes << "/" << trials;
    }
  }
}

TEST(Metrics, ByHand) {
  // Truth down, prediction across:  5 1 0 / 2 6 2 / 0 0 4
  const std::vector<int> truth{0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2};
  const std::vector<int> predicted{0, 0, 0, 0, 0, 1, 0, 0, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2};
  const Result<ConfusionMatrix> matrix = confusion_matrix(truth, predicted, 3);
  ASSERT_TRUE(matrix) << to_string(matrix.error());
  EXPECT_EQ(matrix->counts, (std::vector<std::int64_t>{5, 1, 0, 2, 6, 2, 0, 0, 4}));
  EXPECT_EQ(matrix->at(1, 2), 2);

  const Metrics metrics = metrics_from(*matrix);
  EXPECT_EQ(metrics.films, 20);
  EXPECT_DOUBLE_EQ(metrics.accuracy, 0.75);
  ASSERT_EQ(metrics.classes.size(), 3U);
  EXPECT_EQ(metrics.classes[1].films, 10);
  EXPECT_DOUBLE_EQ(metrics.classes[0].precision, 5.0 / 7.0);
  EXPECT_DOUBLE_EQ(metrics.classes[0].recall, 5.0 / 6.0);
  EXPECT_DOUBLE_EQ(metrics.classes[0].specificity, 12.0 / 14.0);
  EXPECT_DOUBLE_EQ(metrics.classes[1].f1, 12.0 / 17.0);
  EXPECT_DOUBLE_EQ(metrics.classes[2].precision, 4.0 / 6.0);
  EXPECT_DOUBLE_EQ(metrics.balanced_accuracy, (5.0 / 6.0 + 0.6 + 1.0) / 3.0);
  EXPECT_DOUBLE_EQ(metrics.macro_f1, (10.0 / 13.0 + 12.0 / 17.0 + 0.8) / 3.0);
  EXPECT_NEAR(metrics.weighted_f1, 0.3 * 10.0 / 13.0 + 0.5 * 12.0 / 17.0 + 0.2 * 0.8, 1e-15);
  EXPECT_DOUBLE_EQ(metrics.accuracy_interval.low, wilson_interval(15, 20).low);
  EXPECT_DOUBLE_EQ(metrics.classes[0].recall_interval.high, wilson_interval(5, 6).high);
  EXPECT_DOUBLE_EQ(metrics.classes[0].precision_interval.high, wilson_interval(5, 7).high);
  EXPECT_DOUBLE_EQ(metrics.classes[0].specificity_interval.low, wilson_interval(12, 14).low);
  EXPECT_DOUBLE_EQ(metrics.classes[0].specificity_interval.high, wilson_interval(12, 14).high);
}

TEST(Metrics, ClassesWithoutFilmsAreLeftOutOfMacroMeans) {
  const std::vector<int> truth{0, 0, 1};
  const std::vector<int> predicted{0, 2, 1};
  const Metrics metrics = metrics_from(*confusion_matrix(truth, predicted, 4));
  EXPECT_DOUBLE_EQ(metrics.balanced_accuracy, 0.75);
  EXPECT_DOUBLE_EQ(metrics.macro_f1, (2.0 / 3.0 + 1.0) / 2.0);
  EXPECT_EQ(metrics.classes[2].precision, 0.0);
  EXPECT_EQ(metrics.classes[3].precision, 0.0);
  EXPECT_EQ(metrics.classes[3].recall_interval.high, 1.0);
}

TEST(Metrics, OfNoFilmsAreZero) {
  const Metrics metrics = metrics_from(*confusion_matrix({}, {}, 2));
  EXPECT_EQ(metrics.films, 0);
  EXPECT_EQ(metrics.accuracy, 0.0);
  EXPECT_EQ(metrics.macro_f1, 0.0);
}

TEST(Metrics, BadClassesAreRefused) {
  const std::vector<int> two{0, 1};
  const std::vector<int> one{0};
  const std::vector<int> high{0, 2};
  const std::vector<int> low{-1, 0};
  EXPECT_FALSE(confusion_matrix(two, one, 2));
  EXPECT_FALSE(confusion_matrix(two, two, 0));
  EXPECT_FALSE(confusion_matrix(two, low, 2));
  const auto result = confusion_matrix(high, two, 2);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().message, "film 1 has class 2 of 0..1");
}

TEST(RocAuc, KnownValues) {
  const std::vector<float> scores{0.1F, 0.4F, 0.35F, 0.8F};
  const std::vector<int> labels{0, 0, 1, 1};
  EXPECT_DOUBLE_EQ(*roc_auc(scores, labels), 0.75);
  const std::vector<float> same{1, 1, 1, 1};
  EXPECT_DOUBLE_EQ(*roc_auc(same, labels), 0.5);
}

TEST(RocAuc, EqualsTheShareOfOrderedPairs) {
  testing::Noise noise(11);
  std::vector<float> scores;
  std::vector<int> labels;
  for (int i = 0; i < 200; ++i) {
    labels.push_back(static_cast<int>(noise.below(2)));
    scores.push_back(static_cast<float>(noise.below(20)) + static_cast<float>(labels.back()));
  }
  double ordered = 0.0;
  double pairs = 0.0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (labels[i] != 1 || labels[j] != 0) continue;
      pairs += 1.0;
      if (scores[i] > scores[j]) ordered += 1.0;
      if (scores[i] == scores[j]) ordered += 0.5;
    }
  }
  EXPECT_DOUBLE_EQ(*roc_auc(scores, labels), ordered / pairs);
}

// By hand: thresholds 0.8 (precision 1, recall +1/2), 0.4 (1/2, +0), 0.35 (2/3, +1/2).
TEST(AveragePrecision, KnownValues) {
  const std::vector<float> scores{0.1F, 0.4F, 0.35F, 0.8F};
  const std::vector<int> labels{0, 0, 1, 1};
  EXPECT_DOUBLE_EQ(*average_precision(scores, labels), 0.5 + 0.5 * 2.0 / 3.0);
  const std::vector<float> same{1, 1, 1, 1};
  EXPECT_DOUBLE_EQ(*average_precision(same, labels), 0.5);
  const std::vector<int> none{0, 0, 0, 0};
  EXPECT_FALSE(average_precision(scores, none));
}

TEST(RocAuc, RefusesBadInput) {
  const std::vector<float> scores{0.5F, 0.6F};
  const std::vector<int> positive{1, 1};
  const std::vector<int> negative{0, 0};
  const std::vector<int> odd{0, 2};
  const std::vector<int> both{0, 1};
  const std::vector<int> one{1};
  const std::vector<float> nan{0.5F, std::nanf("")};
  EXPECT_FALSE(roc_auc(scores, positive));
  EXPECT_FALSE(roc_auc(scores, negative));
  EXPECT_FALSE(roc_auc(scores, odd));
  EXPECT_FALSE(roc_auc(scores, one));
  EXPECT_FALSE(roc_auc(nan, both));
  EXPECT_FALSE(roc_auc({}, {}));
}

// Cards hold shares from 0 to 1: rounding alone must not make one more than that.
TEST(Metrics, ArePerfectAtOneAndNoMore) {
  for (int films = 1; films <= 200; ++films) {
    std::vector<float> scores;
    std::vector<int> positive;
    ConfusionMatrix matrix{3, std::vector<std::int64_t>(9)};
    for (int i = 0; i < films; ++i) {
      scores.push_back(static_cast<float>(films - i));
      positive.push_back(1);
      ++matrix.counts[static_cast<std::size_t>(i % 7 % 3) * 4];
    }
    EXPECT_LE(average_precision(scores, positive).value(), 1.0) << films;
    EXPECT_NEAR(average_precision(scores, positive).value(), 1.0, 1e-12) << films;
    EXPECT_LE(metrics_from(matrix).weighted_f1, 1.0) << films;
    EXPECT_LE(metrics_from(matrix).macro_f1, 1.0) << films;
  }
}

}  // namespace
}  // namespace chestlens
