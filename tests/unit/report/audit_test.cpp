#include "report/audit.hpp"

#include "report_films.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

using testing::HasSubstr;

using test::report_evaluation;
using test::report_films;
using test::report_manifest;

TEST(SourceScores, CountTheRightOnesOfEachClassAndSource) {
  const auto scores = source_scores(report_evaluation(), report_manifest(), report_films());
  ASSERT_EQ(scores.size(), 5U);
  EXPECT_EQ(scores[0].class_name, "covid19");
  EXPECT_EQ(scores[0].films, 3);
  EXPECT_EQ(scores[0].right, 1);
  EXPECT_EQ(scores[3].class_name, "normal");
  EXPECT_EQ(scores[3].source, "clinic");
  EXPECT_EQ(scores[3].films, 2);
  EXPECT_EQ(scores[3].right, 2);
  EXPECT_EQ(scores[4].source, "hospital");
}

TEST(Audit, SaysWhatTheBorderTellsAndHowSourcesFare) {
  const Evaluation evaluation = report_evaluation();
  const SourceProbe probe{"normal", "hospital", "clinic", 40, 31, {0.93, {0.88, 0.97}}};
  const auto list =
      sentences({source_scores(evaluation, report_manifest(), report_films()), probe}, evaluation);
  ASSERT_EQ(list.size(), 6U);
  EXPECT_THAT(list[0], HasSubstr("outer 10.0 % of each film"));
  EXPECT_THAT(list[0], HasSubstr("accuracy of 83.3 %"));
  EXPECT_THAT(list[0], HasSubstr("most frequent class would have 25.0 %"));
  EXPECT_THAT(list[1],
              HasSubstr("tell hospital (40 films) from clinic (31) with a ROC area of 93.0 %"));
  EXPECT_THAT(list[2], HasSubstr("covid19 is recognised in 1 of 3 films of hospital"));
  EXPECT_THAT(list[2], HasSubstr("its only source here"));
  EXPECT_THAT(list[5], HasSubstr("2 of 2 films of clinic"));
}

TEST(Audit, NamesWhoseFeaturesWereProbed) {
  const Evaluation evaluation = report_evaluation();
  const SourceProbe probe{"normal", "hospital", "clinic", 40, 31, {0.93, {0.88, 0.97}}};
  const auto list = sentences(
      {.sources = {}, .probe = probe, .probed = "its members' features together"}, evaluation);
  ASSERT_EQ(list.size(), 2U);
  EXPECT_THAT(list[1], HasSubstr("its members' features together tell hospital"));
  EXPECT_THAT(list[0], HasSubstr("covid19 33.3 (of 3 films)")) << "few, and said so";
}

TEST(Audit, WithoutAProbeSaysNothingOfFeatures) {
  const Evaluation evaluation = report_evaluation();
  const auto list = sentences(
      {source_scores(evaluation, report_manifest(), report_films()), std::nullopt}, evaluation);
  EXPECT_TRUE(std::ranges::none_of(
      list, [](const auto& text) { return text.find("features") != std::string::npos; }));
}

TEST(Audit, SaysNothingOfABorderThatWasNotProbed) {
  const Evaluation evaluation = report_evaluation();
  const auto list = sentences(
      {source_scores(evaluation, report_manifest(), report_films()), std::nullopt}, std::nullopt);
  ASSERT_FALSE(list.empty());
  EXPECT_THAT(list.front(), HasSubstr("is recognised in"));
}

}  // namespace
}  // namespace chestlens
