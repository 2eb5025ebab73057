#include "report/weight_curve.hpp"

#include "report_films.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/torch.h>

#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

/// One that calls films 0 and 4 viral, and one that is right of every film.
std::vector<EvaluatedBundle> two_members() {
  std::vector<EvaluatedBundle> members;
  for (const bool errs : {true, false}) {
    std::vector<float> probabilities(12 * 4, 0.1F);
    for (std::size_t i = 0; i < 12; ++i) {
      probabilities[4 * i + (errs && (i == 0 || i == 4) ? 1 : i % 4)] = 0.7F;
    }
    Card card;
    card.name = errs ? "errs" : "right";
    members.push_back({std::move(card), torch::zeros({12, 2}), test::report_evaluation()});
    members.back().evaluation.scored.probabilities = probabilities;
  }
  return members;
}

const WeightChoice choice{.weights = {0.25, 0.75},
                          .intervals = {{0.1, 0.4}, {0.6, 0.9}},
                          .value = 1.0,
                          .value_of_average = 1.0};

TEST(WeightCurve, GoesFromOneMemberToTheOther) {
  const auto members = two_members();
  const auto predictions = member_predictions(members);
  ASSERT_TRUE(predictions);
  EXPECT_EQ(predictions->truth.size(), 12U);
  const auto chart = weight_curve(*predictions, members, choice);
  ASSERT_TRUE(chart) << to_string(chart.error());
  ASSERT_EQ(chart->series.size(), 6U);
  EXPECT_EQ(chart->series[2].name, "recall covid19 (3 films)") << "few, and said so";
  const auto& accuracy = chart->series[0];
  ASSERT_EQ(accuracy.x.size(), 101U);
  EXPECT_NEAR(accuracy.y.front(), 100.0, 1e-9) << "the first weighs nothing";
  EXPECT_NEAR(accuracy.y.back(), 1000.0 / 12.0, 1e-9);
  EXPECT_EQ(chart->markers.at(0).x, 0.25);
}

TEST(WeightCurve, MembersMustNameTheSameClassesOfTheSameFilmsAndFitThemAlike) {
  auto members = two_members();
  std::swap(members[1].evaluation.classes[0], members[1].evaluation.classes[1]);
  EXPECT_EQ(member_predictions(members).error().code, ErrorCode::mismatch);
  members = two_members();
  members[1].evaluation.predictions.films[3].file = "another.png";
  const auto other_films = member_predictions(members);
  ASSERT_FALSE(other_films);
  EXPECT_THAT(other_films.error().message, HasSubstr("was scored on other films than"));
  members = two_members();
  members[1].card.input.fit = FitMode::letterbox;
  EXPECT_FALSE(member_predictions(members));
}

}  // namespace
}  // namespace chestlens
