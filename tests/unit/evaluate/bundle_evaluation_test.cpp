#include "evaluate/bundle_evaluation.hpp"

#include "evaluate/bundle_outputs.hpp"
#include "support/model_outputs.hpp"

#include <chestlens/prediction.hpp>

#include <gtest/gtest.h>
#include <torch/torch.h>

#include <cmath>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t film_count = 24;

RunData generated_data() {
  RunData data;
  data.manifest.classes = test::generated_models(1).front().card.classes;
  for (std::size_t i = 0; i < film_count; ++i) {
    ManifestRow film;
    film.file = std::to_string(i) + ".png";
    film.class_index = static_cast<int>(i % 3);
    film.patient_id = "p" + std::to_string(i);
    data.manifest.films.push_back(film);
  }
  data.split.test.resize(film_count);
  std::iota(data.split.test.begin(), data.split.test.end(), std::size_t{0});
  return data;
}

/// The part of evaluate_bundles() that follows on the network's run.
EvaluatedBundle evaluated(const test::GeneratedModel& model, const RunData& data) {
  auto probabilities = probabilities_of_films(model.logits, model.card).value();
  auto evaluation = evaluate_probabilities(EvaluatedPart::test, data.manifest, data.split.test,
                                           std::move(probabilities));
  return {model.card, torch::zeros({film_count, 2}), evaluation.value()};
}

std::vector<float> row_of(const Evaluation& evaluation, std::size_t film) {
  const auto begin =
      evaluation.scored.probabilities.begin() + static_cast<std::ptrdiff_t>(3 * film);
  return {begin, begin + 3};
}

TEST(BundleEvaluation, HasTheProbabilitiesOfThePredictionsToTheLastBit) {
  const RunData data = generated_data();
  const auto models = test::generated_models(film_count);
  std::vector<EvaluatedBundle> bundles;
  for (const auto& model : models) bundles.push_back(evaluated(model, data));
  std::vector<WeightedBundle> members;
  for (std::size_t m = 0; m < models.size(); ++m) members.push_back({bundles[m], models[m].weight});
  const auto ensemble = evaluate_ensemble(members, test::generated_temperature, data);
  ASSERT_TRUE(ensemble) << to_string(ensemble.error());

  for (std::size_t film = 0; film < film_count; ++film) {
    std::vector<WeightedPrediction> predictions;
    for (std::size_t m = 0; m < models.size(); ++m) {
      predictions.push_back(
          {predict_from(models[m].film(film), models[m].card).value(), models[m].weight});
      EXPECT_EQ(row_of(bundles[m].evaluation, film), predictions.back().prediction.probabilities);
    }
    const auto combined = combine(predictions, test::generated_temperature);
    ASSERT_TRUE(combined) << to_string(combined.error());
    EXPECT_EQ(row_of(*ensemble, film), combined->probabilities);
  }
}

TEST(EvenlySpaced, TakesAllOrSome) {
  EXPECT_EQ(evenly_spaced(4, 10), (std::vector<std::size_t>{0, 1, 2, 3}));
  EXPECT_EQ(evenly_spaced(10, 4), (std::vector<std::size_t>{0, 2, 5, 7}));
  EXPECT_TRUE(evenly_spaced(0, 4).empty());
}

TEST(EvaluateProbabilities, ScoresTheFilmsByHand) {
  RunData data;
  data.manifest.classes = {"a", "b"};
  data.manifest.films.resize(3);
  data.manifest.films[1].class_index = 1;
  const std::vector<std::size_t> films{0, 1, 2};
  const auto evaluation = evaluate_probabilities(EvaluatedPart::validation, data.manifest, films,
                                                 {0.75F, 0.25F, 0.5F, 0.5F, 0.0F, 1.0F});
  ASSERT_TRUE(evaluation) << to_string(evaluation.error());
  EXPECT_EQ(evaluation->matrix.at(0, 0), 1);
  EXPECT_EQ(evaluation->matrix.at(1, 0), 1) << "of equals, the first";
  EXPECT_EQ(evaluation->matrix.at(0, 1), 1);
  EXPECT_NEAR(evaluation->loss, -(std::log(0.75) + std::log(0.5) + std::log(1e-12)) / 3.0, 1e-9);
  EXPECT_NEAR(evaluation->assessment.metrics.accuracy, 1.0 / 3.0, 1e-12);
  EXPECT_FLOAT_EQ(evaluation->predictions.films[0].logits[1], std::log(0.25F));
}

TEST(EvaluateProbabilities, RefusesAnotherNumberOfThem) {
  Manifest manifest;
  manifest.classes = {"a", "b"};
  manifest.films.resize(1);
  const std::vector<std::size_t> films{0};
  const auto three =
      evaluate_probabilities(EvaluatedPart::test, manifest, films, {0.5F, 0.5F, 0.5F});
  ASSERT_FALSE(three);
  EXPECT_EQ(three.error().message, "3 probabilities for 1 films of 2 classes");
  EXPECT_FALSE(evaluate_probabilities(EvaluatedPart::test, manifest, {}, {}));
}

}  // namespace
}  // namespace chestlens
