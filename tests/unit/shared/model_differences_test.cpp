#include "support/raster.hpp"

#include <chestlens/model_differences.hpp>
#include <chestlens/roc_area.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// Films of two classes, two per patient; a share of them is predicted rightly, by a model whose
/// mistakes `seed` draws.
ScoredFilms model(int films, std::uint32_t right_percent, std::uint64_t seed) {
  testing::Noise noise(seed);
  ScoredFilms scored{.classes = 2, .probabilities = {}, .truth = {}, .patients = {}};
  for (int film = 0; film < films; ++film) {
    const int truth = film % 2;
    const bool is_right = noise.below(100) < right_percent;
    const float sure = 0.55F + static_cast<float>(noise.below(40)) / 100.0F;
    const int predicted = is_right ? truth : 1 - truth;
    scored.probabilities.push_back(predicted == 0 ? sure : 1.0F - sure);
    scored.probabilities.push_back(predicted == 1 ? sure : 1.0F - sure);
    scored.truth.push_back(truth);
    scored.patients.push_back(std::to_string(film / 2));
  }
  return scored;
}

const BootstrapOptions some_draws{.draws = 400};

TEST(CompareModels, TakesAllPairsInOrder) {
  const std::vector<ScoredFilms> models{model(200, 90, 1), model(200, 80, 2), model(200, 50, 3)};
  const auto pairs = compare_models(models, some_draws).value();
  ASSERT_EQ(pairs.size(), 3U);
  EXPECT_EQ(pairs[1].first, 0U);
  EXPECT_EQ(pairs[1].second, 2U);
  EXPECT_LT(pairs[1].accuracy.corrected_p, 0.001);
  EXPECT_NEAR(pairs[0].accuracy.value + pairs[2].accuracy.value, pairs[1].accuracy.value, 1e-12);
  for (const ModelDifferences& pair : pairs) {
    for (const Difference* one : {&pair.accuracy, &pair.balanced_accuracy, &pair.macro_f1,
                                  &pair.macro_roc, &pair.roc[0], &pair.roc[1]}) {
      EXPECT_LE(one->interval.low, one->value);
      EXPECT_GE(one->interval.high, one->value);
      EXPECT_GE(one->corrected_p, one->p);
    }
  }
}

TEST(CompareModels, EachFigureHasItsTest) {
  const std::vector<ScoredFilms> models{model(120, 85, 1), model(120, 75, 2)};
  const auto pair = compare_models(models, some_draws).value().front();
  EXPECT_EQ(pair.accuracy.p, pair.mcnemar.p);
  EXPECT_NEAR(pair.accuracy.value,
              static_cast<double>(pair.mcnemar.only_first - pair.mcnemar.only_second) / 120.0,
              1e-12);
  std::vector<float> first, second;
  for (std::size_t film = 0; film < 120; ++film) {
    first.push_back(models[0].probabilities[2 * film + 1]);
    second.push_back(models[1].probabilities[2 * film + 1]);
  }
  const auto areas =
      roc_area_difference(first, second, models[0].truth, films_by_patient(models[0].patients));
  EXPECT_EQ(pair.roc[1].p, areas->p);
}

TEST(CompareModels, AModelDoesNotDifferFromItself) {
  const std::vector<ScoredFilms> models{model(100, 80, 1), model(100, 80, 1)};
  const auto pair = compare_models(models, some_draws).value().front();
  EXPECT_EQ(pair.macro_f1.value, 0.0);
  EXPECT_EQ(pair.macro_f1.p, 1.0);
  EXPECT_EQ(pair.roc[0].p, 1.0);
}

// Under no difference, 5 in 100 comparisons of equal models are called different at p < 0.05.
TEST(CompareModels, RarelyCallsEqualModelsDifferent) {
  constexpr int repeats = 300;
  int by_accuracy = 0;
  int by_f1 = 0;
  for (std::uint64_t repeat = 0; repeat < repeats; ++repeat) {
    const std::vector<ScoredFilms> models{model(150, 75, 2 * repeat + 1),
                                          model(150, 75, 2 * repeat + 2)};
    const auto pair = compare_models(models, {.draws = 200, .seed = repeat}).value().front();
    by_accuracy += pair.accuracy.p < 0.05 ? 1 : 0;
    by_f1 += pair.macro_f1.p < 0.05 ? 1 : 0;
  }
  EXPECT_LE(by_accuracy, 0.09 * repeats);
  EXPECT_LE(by_f1, 0.09 * repeats);
  EXPECT_GE(by_f1, 0.015 * repeats);
}

TEST(CompareModels, AClassWithoutFilmsHasNoDifference) {
  std::vector<ScoredFilms> models{model(60, 80, 1), model(60, 70, 2)};
  for (ScoredFilms& one : models) {
    for (int& truth : one.truth) truth = 0;
  }
  const auto pair = compare_models(models, some_draws).value().front();
  EXPECT_TRUE(std::isnan(pair.roc[0].value));
  EXPECT_TRUE(std::isnan(pair.macro_roc.p));
  EXPECT_FALSE(std::isnan(pair.accuracy.corrected_p));
}

TEST(CompareModels, OtherFilmsAreRefused) {
  std::vector<ScoredFilms> models{model(60, 80, 1), model(62, 70, 2)};
  EXPECT_EQ(compare_models(models).error().code, ErrorCode::mismatch);
  models.pop_back();
  EXPECT_TRUE(compare_models(models)->empty());
}

}  // namespace
}  // namespace chestlens
