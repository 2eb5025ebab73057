#include "evaluate/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

/// Two classes, `films` films of one patient each; the first `right` of every hundred are right.
PredictionTable run_that_gets(int right, int films = 400) {
  PredictionTable table{{"a", "b"}, {}};
  for (int i = 0; i < films; ++i) {
    const int label = i % 2;
    const bool is_right = i % 100 < right;
    const int predicted = is_right ? label : 1 - label;
    table.films.push_back({std::to_string(i) + ".png",
                           "p" + std::to_string(i),
                           label,
                           {predicted == 0 ? 1.0F : 0.0F, predicted == 1 ? 1.0F : 0.0F}});
  }
  return table;
}

const ComparedMetric& metric(const Comparison& comparison, const char* name) {
  for (const auto& one : comparison.metrics) {
    if (one.name == name) return one;
  }
  throw std::runtime_error(std::string("no metric ") + name);
}

TEST(Compare, MeansAreOverRunsAndDifferencesOfMeans) {
  const std::vector<PredictionTable> first{run_that_gets(90), run_that_gets(80)};
  const std::vector<PredictionTable> second{run_that_gets(60)};
  const auto comparison = compare(first, second, {.draws = 500});
  ASSERT_TRUE(comparison) << to_string(comparison.error());
  EXPECT_EQ(comparison->films, 400U);
  EXPECT_EQ(comparison->patients, 400U);
  const auto& accuracy = metric(*comparison, "accuracy");
  EXPECT_NEAR(accuracy.first.mean, 0.85, 1e-12);
  EXPECT_NEAR(accuracy.second.mean, 0.6, 1e-12);
  EXPECT_NEAR(accuracy.difference.value, 0.25, 1e-12);
  EXPECT_GT(accuracy.difference.interval.low, 0.1);
  EXPECT_LT(accuracy.difference.interval.high, 0.4);
  EXPECT_NEAR(metric(*comparison, "recall b").first.mean, 0.85, 1e-12);
}

// Two sources of class a: the first run fails on one of them, the second on neither.
TEST(Compare, SourcesOfAClassAreGroups) {
  PredictionTable failing = run_that_gets(100, 80), good = failing;
  for (std::size_t i = 0; i < failing.films.size(); ++i) {
    const bool is_east = i % 4 == 0;  // half of class a
    for (PredictionTable* table : {&failing, &good}) {
      table->films[i].source = is_east ? "east" : "west";
    }
    if (is_east && i < 40) std::ranges::reverse(failing.films[i].logits);
  }
  const std::vector<PredictionTable> first{failing}, second{good};
  const auto comparison = compare(first, second, {.draws = 200}, true);
  ASSERT_TRUE(comparison) << to_string(comparison.error());
  EXPECT_NEAR(metric(*comparison, "recall a, east").first.mean, 0.5, 1e-12);
  EXPECT_NEAR(metric(*comparison, "recall a, west").first.mean, 1.0, 1e-12);
  EXPECT_EQ(metric(*comparison, "recall a, east").films, 20);
  const ComparedMetric& worst = metric(*comparison, "recall of the worst group");
  EXPECT_NEAR(worst.first.mean, 0.5, 1e-12);
  EXPECT_NEAR(worst.second.mean, 1.0, 1e-12);
  EXPECT_LT(worst.difference.interval.high, 0.0);
}

TEST(Compare, SourcesThatNoTableNamesAreAnError) {
  const std::vector<PredictionTable> tables{run_that_gets(90)};
  const auto comparison = compare(tables, tables, {.draws = 10}, true);
  ASSERT_FALSE(comparison);
  EXPECT_THAT(comparison.error().message, HasSubstr("evaluate the runs again"));
}

// Films that both sides get right or wrong together cancel in the difference: it is paired.
TEST(Compare, DifferencesArePairedByFilm) {
  const std::vector<PredictionTable> first{run_that_gets(61)}, second{run_that_gets(60)};
  const auto accuracy = metric(compare(first, second, {.draws = 1000}).value(), "accuracy");
  const double unpaired = 1.96 * std::sqrt(2 * 0.6 * 0.4 / 400);
  EXPECT_LT(accuracy.difference.interval.high - accuracy.difference.interval.low, unpaired);
  EXPECT_GE(accuracy.difference.interval.low, 0.0);
}

TEST(Compare, RunsOfAnUnsteadySideWidenItsInterval) {
  const std::vector<PredictionTable> steady{run_that_gets(80), run_that_gets(80)};
  const std::vector<PredictionTable> unsteady{run_that_gets(95), run_that_gets(65)};
  const auto accuracy = metric(compare(steady, unsteady, {.draws = 500}).value(), "accuracy");
  const auto width = [](const ComparedValue& value) {
    return value.interval.high - value.interval.low;
  };
  EXPECT_GT(width(accuracy.second), 2 * width(accuracy.first));
}

// 300 patients, one film each: the first alone gets 60 right that the second misses, none the other
// way round.
TEST(Compare, OneRunAgainstOneIsTestedByMcNemarAndDeLong) {
  const std::vector<PredictionTable> first{run_that_gets(80, 300)}, second{run_that_gets(60, 300)};
  const auto comparison = compare(first, second, {.draws = 200}).value();
  ASSERT_TRUE(comparison.mcnemar);
  EXPECT_EQ(comparison.mcnemar->only_first, 60);
  EXPECT_EQ(comparison.mcnemar->only_second, 0);
  EXPECT_EQ(metric(comparison, "accuracy").difference.p, comparison.mcnemar->p);
  EXPECT_NEAR(metric(comparison, "ROC area b").difference.value, 0.2, 1e-6);
  EXPECT_LT(metric(comparison, "ROC area b").difference.corrected_p, 1e-6);
  EXPECT_NEAR(metric(comparison, "mean ROC area").first.mean, 0.8, 1e-6);
  EXPECT_THAT(to_markdown(comparison, "new", "old"),
              HasSubstr("(60 films only new got right, 0 only old)"));

  const std::vector<PredictionTable> two{run_that_gets(80, 300), run_that_gets(70, 300)};
  const auto seeds = compare(two, second, {.draws = 200}).value();
  EXPECT_FALSE(seeds.mcnemar);
  EXPECT_GE(metric(seeds, "macro F1").difference.corrected_p,
            metric(seeds, "macro F1").difference.p);
  EXPECT_THAT(to_markdown(seeds, "new", "old"), HasSubstr("| difference | p |"));
}

TEST(Compare, OtherFilmsOrNoRunsAreRefused) {
  const std::vector<PredictionTable> one{run_that_gets(80)}, none;
  const std::vector<PredictionTable> fewer{run_that_gets(80, 300)};
  EXPECT_EQ(compare(one, fewer).error().code, ErrorCode::mismatch);
  EXPECT_EQ(compare(one, none).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(compare(none, one).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(compare(none, none).error().code, ErrorCode::invalid_argument);
}

TEST(Compare, MarkdownSaysTheSignAndTheCount) {
  const std::vector<PredictionTable> first{run_that_gets(90)}, second{run_that_gets(60)};
  const auto text = to_markdown(compare(first, second).value(), "pretrained", "random");
  EXPECT_THAT(text, HasSubstr("| % (95 % interval) | pretrained | random | difference |"));
  EXPECT_THAT(text, HasSubstr("| accuracy | 90.0 ("));
  EXPECT_THAT(text, HasSubstr("| +30.0 ("));
  EXPECT_THAT(text, HasSubstr("400 films of 400 patients"));
}

TEST(Compare, FlagsFewFilmsAndLeavesOutWhatNobodyMeasured) {
  PredictionTable table = run_that_gets(40, 50);  // 25 films of each class
  const std::vector<PredictionTable> few{table};
  const auto text = to_markdown(compare(few, few, {.draws = 100}).value(), "one", "two");
  EXPECT_THAT(text, HasSubstr("| recall a | 80.0 ("));
  EXPECT_THAT(text, HasSubstr(") * |"));
  EXPECT_THAT(text, HasSubstr("\\* fewer than 30 films"));
  EXPECT_EQ(text.find(") *", 0), text.find(") *", text.find("| recall a |")))
      << "all 50 films are not few";

  table.classes.emplace_back("c");
  for (PredictedFilm& film : table.films) film.logits.push_back(-1.0F);
  const std::vector<PredictionTable> without{table};
  const auto none = to_markdown(compare(without, without, {.draws = 100}).value(), "one", "two");
  EXPECT_THAT(none, HasSubstr("| recall c | - | - | - |"));
}

}  // namespace
}  // namespace chestlens
