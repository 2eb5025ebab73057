#include <chestlens/ensemble_weights.hpp>
#include <chestlens/probability.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <span>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t classes = 3;

/// Members that see the truth through noise: the less of it, the better the member.
MemberPredictions noisy_predictions(const std::vector<double>& noise, std::size_t films) {
  std::mt19937_64 random(7);
  std::normal_distribution<double> normal;
  MemberPredictions predictions{.classes = classes,
                                .members = std::vector<std::vector<float>>(noise.size()),
                                .truth = {},
                                .patients = {}};
  for (std::size_t film = 0; film < films; ++film) {
    const auto truth = film % classes;
    predictions.truth.push_back(static_cast<int>(truth));
    predictions.patients.push_back("p" + std::to_string(film / 2));
    for (std::size_t m = 0; m < noise.size(); ++m) {
      std::vector<float> logits;
      for (std::size_t c = 0; c < classes; ++c) {
        logits.push_back(static_cast<float>((c == truth ? 1.0 : 0.0) + noise[m] * normal(random)));
      }
      const auto probabilities = softmax(logits).value();
      predictions.members[m].insert(predictions.members[m].end(), probabilities.begin(),
                                    probabilities.end());
    }
  }
  return predictions;
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

TEST(ChooseWeights, OfTwoMembersFindsTheBestOfAllHundredths) {
  const auto predictions = noisy_predictions({1.0, 0.7}, 120);
  const auto choice = choose_weights(predictions, {.objective = EnsembleObjective::accuracy});
  ASSERT_TRUE(choice) << to_string(choice.error());
  double best = 0.0;
  for (int weight = 0; weight <= 100; ++weight) {
    const std::vector<double> weights{weight / 100.0, 1.0 - weight / 100.0};
    best = std::max(best, weighted_metrics(predictions, weights)->accuracy);
  }
  EXPECT_EQ(choice->value, best);
  EXPECT_EQ(weighted_metrics(predictions, choice->weights)->accuracy, best);
  EXPECT_GE(choice->value, choice->value_of_average);
  EXPECT_NEAR(sum(choice->weights), 1.0, 1e-12);
  for (std::size_t m = 0; m < 2; ++m) {
    EXPECT_LT(choice->intervals[m].low, choice->intervals[m].high);
  }
}

TEST(ChooseWeights, OfEquallyGoodWeightsTakesThoseNearestToEqual) {
  auto predictions = noisy_predictions({0.1, 0.1}, 30);
  predictions.members[1] = predictions.members[0];
  const auto choice = choose_weights(predictions);
  ASSERT_TRUE(choice) << to_string(choice.error());
  EXPECT_EQ(choice->weights, (std::vector<double>{0.5, 0.5}));
  EXPECT_EQ(choice->value, choice->value_of_average);
}

TEST(ChooseWeights, LeavesAUselessMemberOut) {
  const auto predictions = noisy_predictions({0.8, 50.0, 0.8, 50.0, 50.0}, 150);
  const auto choice = choose_weights(
      predictions,
      {.objective = EnsembleObjective::cross_entropy, .floor = {}, .bootstrap = {.draws = 20}});
  ASSERT_TRUE(choice) << to_string(choice.error());
  EXPECT_NEAR(sum(choice->weights), 1.0, 1e-12);
  EXPECT_GT(choice->weights[0] + choice->weights[2], 0.85);
  EXPECT_LT(choice->value, choice->value_of_average);  // of the cross-entropy, less is better
}

TEST(ChooseWeights, CrossEntropyIsThatOfTheMeanProbabilities) {
  const auto predictions = noisy_predictions({0.9, 1.3}, 40);
  const auto choice = choose_weights(
      predictions,
      {.objective = EnsembleObjective::cross_entropy, .floor = {}, .bootstrap = {.draws = 2}});
  double expected = 0.0;
  for (std::size_t film = 0; film < 40; ++film) {
    const auto place = film * classes + static_cast<std::size_t>(predictions.truth[film]);
    const double first = predictions.members[0][place];
    const double second = predictions.members[1][place];
    const auto mean = static_cast<float>(0.5 * (first + second));  // as the page stores it
    expected -= std::log(static_cast<double>(mean)) / 40.0;
  }
  EXPECT_NEAR(choice.value().value_of_average, expected, 1e-9);
}

TEST(ChooseWeights, KeepsTheRecallThatIsAskedFor) {
  const auto predictions = noisy_predictions({1.2, 1.2, 1.2}, 150);
  double best_recall = 0.0;
  for (const std::vector<double>& alone : {std::vector<double>{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}) {
    best_recall = std::max(best_recall, weighted_metrics(predictions, alone)->classes[2].recall);
  }
  const RecallFloor floor{2, best_recall};
  const auto choice = choose_weights(
      predictions,
      {.objective = EnsembleObjective::macro_f1, .floor = floor, .bootstrap = {.draws = 10}});
  ASSERT_TRUE(choice) << to_string(choice.error());
  EXPECT_GE(weighted_metrics(predictions, choice->weights)->classes[2].recall, best_recall);

  const auto refused = choose_weights(predictions, {.objective = EnsembleObjective::macro_f1,
                                                    .floor = RecallFloor{2, 1.01},
                                                    .bootstrap = {.draws = 10}});
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("a recall of 1.01; the best give"));
}

TEST(ChooseWeights, SameSeedSameChoice) {
  const auto predictions = noisy_predictions({1.0, 0.8}, 60);
  const auto first = choose_weights(predictions);
  const auto second = choose_weights(predictions);
  EXPECT_EQ(first->weights, second->weights);
  EXPECT_EQ(first->intervals[0].low, second->intervals[0].low);
}

// The mean of calibrated members that err independently is too unsure: it wants a temperature below
// 1, and no other gives less cross-entropy.
TEST(EnsembleTemperature, HasTheLeastCrossEntropy) {
  const auto predictions = noisy_predictions({0.7, 0.7, 0.7}, 300);
  const std::vector<double> weights{0.5, 0.25, 0.25};
  const auto fitted = fit_ensemble_temperature(predictions, weights);
  ASSERT_TRUE(fitted) << to_string(fitted.error());
  const auto cross_entropy = [&](double temperature) {
    double sum = 0.0;
    for (std::size_t film = 0; film < predictions.truth.size(); ++film) {
      std::vector<EnsembleMember> members;
      for (std::size_t m = 0; m < weights.size(); ++m) {
        const auto row = std::span(predictions.members[m]).subspan(film * classes, classes);
        members.push_back({{row.begin(), row.end()}, weights[m]});
      }
      const auto mean = ensemble_probabilities(members, temperature).value();
      sum -= std::log(mean[static_cast<std::size_t>(predictions.truth[film])]);
    }
    return sum;
  };
  EXPECT_LT(fitted->temperature, 0.9);
  EXPECT_TRUE(fitted->is_determined);
  for (const double factor : {0.9, 1.1}) {
    EXPECT_LT(cross_entropy(fitted->temperature), cross_entropy(fitted->temperature * factor))
        << factor;
  }
}

TEST(EnsembleTemperature, RefusesWeightsThatDoNotFit) {
  const auto predictions = noisy_predictions({1.0, 1.0}, 6);
  EXPECT_FALSE(fit_ensemble_temperature(predictions, std::vector<double>{1.0}));
  EXPECT_FALSE(fit_ensemble_temperature(predictions, std::vector<double>{1.0, -1.0}));
}

TEST(ChooseWeights, RefusesWhatDoesNotFit) {
  auto predictions = noisy_predictions({1.0}, 9);
  EXPECT_FALSE(choose_weights(predictions));
  predictions = noisy_predictions({1.0, 1.0}, 9);
  predictions.members[1].pop_back();
  EXPECT_FALSE(choose_weights(predictions));
  predictions = noisy_predictions({1.0, 1.0}, 9);
  predictions.truth[4] = 3;
  EXPECT_THAT(choose_weights(predictions).error().message, HasSubstr("film 4 has class 3"));
  predictions.truth[4] = 1;
  EXPECT_FALSE(weighted_metrics(predictions, std::vector<double>{1.0, -1.0}));
  EXPECT_FALSE(choose_weights(
      predictions,
      {.objective = EnsembleObjective::accuracy, .floor = RecallFloor{9, 0.5}, .bootstrap = {}}));
}

TEST(EnsembleObjective, NamesReadBack) {
  for (const auto objective : {EnsembleObjective::accuracy, EnsembleObjective::macro_f1,
                               EnsembleObjective::cross_entropy}) {
    EXPECT_EQ(parse_ensemble_objective(to_string(objective)).value(), objective);
  }
  EXPECT_THAT(parse_ensemble_objective("f2").error().message, HasSubstr("macro_f1"));
}

}  // namespace
}  // namespace chestlens
