#include "evaluate/evaluation.hpp"

#include "evaluate/run_card.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_network.hpp"
#include "train/trainer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

Recipe tiny_recipe() {
  return parse_recipe(
             "name = \"tiny\"\n[data]\nvalidation_fraction = 0.25\n[train]\nbatch = 8\n"
             "[[stage]]\nsize_pixels = 32\nepochs = 1\nmax_learning_rate = 1e-3\n",
             "tiny.toml")
      .value();
}

TEST(Score, CountsAndAveragesByHand) {
  const auto logits = torch::tensor({{2.0F, 0.0F}, {0.0F, 1.0F}, {1.0F, 0.0F}});
  const Score result = score({logits, torch::tensor({0, 1, 1}, torch::kInt64)}).value();
  EXPECT_EQ(result.matrix.at(0, 0), 1);
  EXPECT_EQ(result.matrix.at(1, 0), 1);
  EXPECT_EQ(result.matrix.at(1, 1), 1);
  EXPECT_NEAR(result.metrics.accuracy, 2.0 / 3.0, 1e-12);
  const double expected =
      (std::log1p(std::exp(-2.0)) + std::log1p(std::exp(-1.0)) + std::log1p(std::exp(1.0))) / 3.0;
  EXPECT_NEAR(result.loss, expected, 1e-9);
}

TEST(Score, RefusesNothingAndNonsense) {
  const auto none = score({torch::empty({0, 2}), torch::empty({0}, torch::kInt64)});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::invalid_argument);
  const auto nan = score({torch::full({1, 2}, std::nan("")), torch::zeros({1}, torch::kInt64)});
  ASSERT_FALSE(nan);
  EXPECT_EQ(nan.error().code, ErrorCode::runtime);
}

class EvaluationTest : public testing::Test {
 protected:
  EvaluationTest() {
    test::write_film_folder(folder_ / "films", {"a", "b"}, 12, 32, true);
    TrainOptions options;
    options.data_folder = folder_ / "films";
    options.run_folder = folder_ / "run";
    options.make_network = test::make_tiny_network;
    train(tiny_recipe(), options).value();
    run_ = load_run(folder_ / "run").value();
  }
  Result<Evaluation> score_part(EvaluatedPart part, const std::string& data = "") const {
    const auto films = load_run_data(run_, data);
    if (!films) return tl::unexpected(films.error());
    const Classifier classifier = load_best(run_, test::make_tiny_network).value();
    return evaluate(run_, classifier, *films, part, c10::Device(c10::kCPU), 1);
  }

  test::TemporaryFolder folder_;
  chestlens::Run run_;  // testing::Test has a Run of its own
};

TEST_F(EvaluationTest, TheRunRemembersItsDataAndClasses) {
  EXPECT_EQ(run_.data_folder, folder_ / "films");
  EXPECT_EQ(run_.classes, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(run_.recipe.name, "tiny");
}

TEST_F(EvaluationTest, ScoresEachPartOnItsOwnFilms) {
  const Evaluation validation = score_part(EvaluatedPart::validation).value();
  EXPECT_EQ(validation.assessment.metrics.films, 6);  // a quarter of 2 x 11
  const Evaluation test = score_part(EvaluatedPart::test).value();
  EXPECT_EQ(test.assessment.metrics.films, 2);
  EXPECT_EQ(test.sources, std::vector<std::string>{"hospital B"});
}

TEST_F(EvaluationTest, TheTextHasIntervalsConfusionAndTheWarning) {
  const Evaluation evaluation = score_part(EvaluatedPart::validation).value();
  const std::string text = to_markdown(evaluation);
  EXPECT_THAT(text, HasSubstr("recall % (95 % interval)"));
  EXPECT_THAT(text, HasSubstr("ROC area % (95 % interval)"));
  EXPECT_THAT(text, HasSubstr("expected calibration error"));
  EXPECT_THAT(text, HasSubstr("true \\ predicted"));
  EXPECT_THAT(text, HasSubstr("fewer than 30 films"));
  std::string row = text.substr(text.find("| a | "));
  row.resize(row.find('\n'));
  EXPECT_EQ(std::ranges::count(row, '*'), 7) << row;  // beside the films and each of six figures
  ASSERT_EQ(evaluation.sources.size(), 2U);
  EXPECT_THAT(text, HasSubstr("telling sources apart"));
  EXPECT_THAT(text, HasSubstr("| hospital A | hospital B |"));

  Evaluation one_source = evaluation;
  one_source.sources = {"hospital A"};
  EXPECT_THAT(to_markdown(one_source), Not(HasSubstr("telling sources apart")));
}

TEST_F(EvaluationTest, TheJsonHasTheNumbers) {
  const Evaluation evaluation = score_part(EvaluatedPart::validation).value();
  const auto json = nlohmann::json::parse(to_json(evaluation));
  EXPECT_EQ(json.at("accuracy").at("value"), evaluation.assessment.metrics.accuracy);
  EXPECT_EQ(json.at("accuracy").at("low"), evaluation.assessment.metrics.accuracy_interval.low);
  EXPECT_EQ(json.at("classes").size(), 2U);
  EXPECT_EQ(json.at("classes").at(1).at("specificity").at("low"),
            evaluation.assessment.metrics.classes[1].specificity_interval.low);
  EXPECT_EQ(json.at("macro_f1").at("high"), evaluation.assessment.macro_f1.interval.high);
  EXPECT_EQ(json.at("reliability").size(), 15U);
  EXPECT_EQ(json.at("confusion").at(1).at(0), evaluation.matrix.at(1, 0));
  EXPECT_EQ(json.at("films_by_class_and_source"), nlohmann::json(evaluation.films));
}

TEST_F(EvaluationTest, WhatStorageChangesIsSaidOfEveryFigure) {
  const Evaluation trained = score_part(EvaluatedPart::validation).value();
  Evaluation stored = trained;
  stored.assessment.weighted_f1.value -= 0.25;
  std::map<std::string, double> lost;
  for (const StorageChange& change : storage_changes(trained, stored)) {
    EXPECT_TRUE(lost.emplace(change.metric, change.trained - change.stored).second);
  }
  EXPECT_EQ(lost.at("weighted F1"), 0.25);
  for (const std::string& name : trained.classes) {
    for (const char* figure : {"recall ", "precision ", "specificity ", "F1 "}) {
      EXPECT_EQ(lost.at(figure + name + " (few films)"), 0.0);
    }
  }
  EXPECT_TRUE(lost.contains("accuracy") && lost.contains("expected calibration error"));
}

TEST_F(EvaluationTest, StorageMayCostTwoTenthsOfAPoint) {
  const auto with = [](std::int64_t films, std::int64_t right) {
    Evaluation evaluation;
    evaluation.assessment.metrics.films = films;
    evaluation.assessment.metrics.accuracy =
        static_cast<double>(right) / static_cast<double>(films);
    return evaluation;
  };
  EXPECT_TRUE(check_storage(with(1000, 900), with(1000, 898)));
  EXPECT_TRUE(check_storage(with(1000, 900), with(1000, 950))) << "what gains loses nothing";
  EXPECT_TRUE(check_storage(with(100, 90), with(100, 89))) << "one film may change";
  for (const Status& refused : {check_storage(with(1000, 900), with(1000, 897)),
                                check_storage(with(100, 90), with(100, 88))}) {
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::mismatch);
    EXPECT_THAT(refused.error().message, HasSubstr("--storage float32"));
  }
}

TEST_F(EvaluationTest, CardsFlagAClassOfFewFilms) {
  const Evaluation evaluation = score_part(EvaluatedPart::validation).value();
  for (const MeasuredMetric& metric : measured_metrics(evaluation)) {
    const bool of_class = metric.name.ends_with(" a") || metric.name.ends_with(" b");
    EXPECT_EQ(metric.measured_on.find("too few") != std::string::npos, of_class) << metric.name;
  }
}

TEST_F(EvaluationTest, AClassWithoutFilmsHasNoFigures) {
  Evaluation evaluation = score_part(EvaluatedPart::validation).value();
  const auto films = evaluation.predictions.films;
  ScoredFilms scored{.classes = 3, .probabilities = {}, .truth = {}, .patients = {}};
  for (const PredictedFilm& film : films) {
    scored.probabilities.insert(scored.probabilities.end(), {0.5F, 0.25F, 0.25F});
    scored.truth.push_back(film.label);
    scored.patients.push_back(film.patient_id);
  }
  evaluation.classes.emplace_back("c");
  evaluation.assessment = assess(scored).value();
  evaluation.matrix = {3, std::vector<std::int64_t>(9)};
  evaluation.films.emplace_back(2);
  const std::string text = to_markdown(evaluation);
  EXPECT_THAT(text, HasSubstr("| c | 0 * | - |"));
  for (const MeasuredMetric& metric : measured_metrics(evaluation)) {
    EXPECT_FALSE(std::isnan(metric.value)) << metric.name;
  }
}

TEST_F(EvaluationTest, AMissingTestPartIsNamed) {
  std::string manifest = read_text(folder_ / "films" / "manifest.csv").value();
  for (std::size_t at = manifest.find(",test,"); at != std::string::npos;
       at = manifest.find(",test,")) {
    manifest.replace(at, 6, ",train,");
  }
  test::must(write_file_atomic(folder_ / "films" / "manifest.csv", manifest));
  const auto changed = score_part(EvaluatedPart::test);
  ASSERT_FALSE(changed);
  EXPECT_EQ(changed.error().code, ErrorCode::mismatch);

  const RunData none{load_manifest(folder_ / "films").value(), {}};
  const Classifier classifier = load_best(run_, test::make_tiny_network).value();
  const auto evaluation =
      evaluate(run_, classifier, none, EvaluatedPart::test, c10::Device(c10::kCPU), 1);
  ASSERT_FALSE(evaluation);
  EXPECT_THAT(evaluation.error().message, HasSubstr("no test films"));
}

TEST_F(EvaluationTest, DataMayHaveMoved) {
  std::filesystem::rename(folder_ / "films", folder_ / "moved");
  EXPECT_EQ(score_part(EvaluatedPart::validation).error().code, ErrorCode::not_found);
  EXPECT_TRUE(score_part(EvaluatedPart::validation, folder_ / "moved"));
}

TEST_F(EvaluationTest, TheCardNamesSourcesMetricsAndLimits) {
  const RunData data = load_run_data(run_).value();
  Evaluation evaluation = score_part(EvaluatedPart::validation).value();
  evaluation.predictions.weights_sha256 =
      load_best_weights(run_, test::make_tiny_network).value().sha256;
  const Calibration calibration = calibrate(evaluation.predictions).value();
  const RunProgress done{.epochs_done = 1, .epochs_planned = 1};
  const Card card = test::must(card_of_run(run_, data, evaluation, calibration, done));
  EXPECT_EQ(card.name, "tiny");
  EXPECT_EQ(card.input.size_pixels, 32);
  EXPECT_EQ(card.metrics.size(), 19U);  // five, six per class, the calibration twice
  EXPECT_EQ(card.temperature, calibration.temperature);
  EXPECT_EQ(card.metrics.back().value, calibration.error.value);
  EXPECT_EQ(card.metrics[0].value, evaluation.assessment.metrics.accuracy);
  std::int64_t films = 0;
  for (const DataSource& source : card.training_data) films += source.films;
  EXPECT_EQ(films, 22);
  EXPECT_EQ(card.recipe, run_.recipe.text);
  const auto says = [&card](const std::string& part) {
    return std::ranges::any_of(card.limits, [&part](const std::string& limit) {
      return limit.find(part) != std::string::npos;
    });
  };
  EXPECT_TRUE(says("never a diagnosis"));
  EXPECT_TRUE(says("several sources"));
  EXPECT_TRUE(says("uncertain"));
  EXPECT_FALSE(says("non-commercial"));
  EXPECT_TRUE(says("The recipe of tiny trained for 1 epoch and ends at films of 32 pixels"));
  EXPECT_FALSE(says("not finished"));
  EXPECT_FALSE(says("split by film"));
  ASSERT_TRUE(card.provenance);
  EXPECT_EQ(card.provenance->weights_sha256, run_weights(run_.folder).value().sha256);
  EXPECT_EQ(card.provenance->recipe_sha256, sha256_hex(run_.recipe.text));
  EXPECT_EQ(card.provenance->split_sha256,
            sha256_hex(read_text(RunFiles(run_.folder).split).value()));
  EXPECT_EQ(card.provenance->epochs_done, 1);
  EXPECT_TRUE(card.provenance->patients_known);
}

TEST_F(EvaluationTest, TheCardOfAnUnfinishedTrainingSaysSo) {
  RunData data = load_run_data(run_).value();
  data.patients_known = false;
  Evaluation evaluation = score_part(EvaluatedPart::validation).value();
  evaluation.patients_known = false;
  const RunProgress half{.epochs_done = 1, .epochs_planned = 3, .is_finished = false};
  const Card card = test::must(
      card_of_run(run_, data, evaluation, calibrate(evaluation.predictions).value(), half));
  EXPECT_THAT(card.limits, testing::Contains(HasSubstr("exported after epoch 1 of 3")));
  EXPECT_THAT(card.limits, testing::Contains(HasSubstr("trained for 1 epoch and")));
  EXPECT_THAT(card.limits, testing::Contains(HasSubstr("split by film")));
  EXPECT_EQ(card.provenance->epochs_planned, 3);
  EXPECT_FALSE(card.provenance->patients_known);
  for (const MeasuredMetric& metric : card.metrics) {
    EXPECT_THAT(metric.measured_on, HasSubstr("validation, split by film"));
  }
}

TEST(RunFolder, ErrorsNameTheFolder) {
  const test::TemporaryFolder folder;
  const auto none = load_run(folder / "none");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::not_found);
  EXPECT_THAT(none.error().message, HasSubstr("holds no run"));

  const chestlens::Run run{folder / "run", folder.path(), {"a", "b"}, tiny_recipe()};
  test::must(save_run(run));
  const auto weights = load_best(load_run(folder / "run").value(), test::make_tiny_network);
  ASSERT_FALSE(weights);
  EXPECT_THAT(weights.error().message, HasSubstr("--resume"));
  test::must(write_file_atomic(folder / "run" / "run.json", "{}"));
  EXPECT_EQ(load_run(folder / "run").error().code, ErrorCode::corrupt);
}

}  // namespace
}  // namespace chestlens
