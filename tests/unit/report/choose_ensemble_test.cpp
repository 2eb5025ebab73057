#include "report/choose_ensemble.hpp"

#include "report_films.hpp"
#include "support/must.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;

const EnsembleDraft draft{.name = "both", .title = "Both", .members = {"first", "second"}};

/// A bundle that gives a film's class 0.7, but calls some films viral.
EvaluatedBundle member_that_errs_on(const std::vector<std::size_t>& errors,
                                    const std::string& name) {
  std::vector<float> probabilities(std::size_t{12} * 4, 0.1F);
  for (std::size_t film = 0; film < 12; ++film) {
    const bool errs = std::ranges::find(errors, film) != errors.end();
    probabilities[film * 4 + (errs ? 1 : film % 4)] = 0.7F;
  }
  Card card;
  card.name = name;
  card.classes = test::report_manifest().classes;
  card.files = {{"model.onnx", 1, std::string(64, name == "first" ? 'a' : 'b')}};
  card.limits = {"for education", "of " + name};
  return {std::move(card), torch::zeros({12, 2}),
          evaluate_probabilities(EvaluatedPart::validation, test::report_manifest(),
                                 test::report_films(), std::move(probabilities))
              .value()};
}

EvaluatedBundles members_that_err_on(const std::vector<std::size_t>& first,
                                     const std::vector<std::size_t>& second) {
  EvaluatedBundles members;
  members.bundles = {member_that_errs_on(first, "first"), member_that_errs_on(second, "second")};
  members.data.manifest = test::report_manifest();
  members.data.split.validation = test::report_films();
  return members;
}

EnsembleOptions few_draws() {
  EnsembleOptions options;
  options.bootstrap.draws = 20;
  return options;
}

Catalog catalog_of_two() {
  Catalog catalog;
  catalog.default_name = "first";
  catalog.models = {{"first", "First"}, {"second", "Second"}};
  return catalog;
}

TEST(ChooseEnsemble, WeighsTheBetterMemberMore) {
  const auto chosen =
      test::must(choose_ensemble(draft, members_that_err_on({3, 7}, {}), few_draws()));
  const auto& members = chosen.ensemble.members;
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(members[0].model, "first");
  EXPECT_LT(members[0].weight, members[1].weight);
  EXPECT_NEAR(members[0].weight + members[1].weight, 1.0, 1e-9);
  ASSERT_TRUE(members[1].weight_interval);
  EXPECT_LE(members[1].weight_interval->low, members[1].weight_interval->high);
  EXPECT_EQ(chosen.evaluation.assessment.metrics.accuracy, 1.0);
}

TEST(ChooseEnsemble, TheEntryIsOfTheCalibratedEnsemble) {
  const auto members = members_that_err_on({3, 7}, {});
  const auto chosen = test::must(choose_ensemble(draft, members, few_draws()));
  const CatalogEnsemble& ensemble = chosen.ensemble;
  EXPECT_EQ(ensemble.name, "both");
  EXPECT_EQ(ensemble.title, "Both");
  EXPECT_EQ(ensemble.temperature,
            fit_ensemble_temperature(chosen.predictions, chosen.choice.weights)->temperature);
  EXPECT_LT(ensemble.temperature, 1.0) << "0.7 is too unsure of what is always right";
  const std::vector<WeightedBundle> weighted{{members.bundles[0], chosen.choice.weights[0]},
                                             {members.bundles[1], chosen.choice.weights[1]}};
  const auto evaluation =
      test::must(evaluate_ensemble(weighted, ensemble.temperature, members.data));
  EXPECT_EQ(chosen.evaluation.scored.probabilities, evaluation.scored.probabilities);
  EXPECT_EQ(ensemble.metrics.size(), measured_metrics(evaluation).size());
  EXPECT_EQ(ensemble.members[1].model_sha256, std::string(64, 'b')) << "what the weight is of";
  EXPECT_EQ(ensemble.limits, (std::vector<std::string>{"for education", "of first", "of second"}));
  test::must(parse_catalog(to_json(with_ensemble(catalog_of_two(), ensemble))));
}

TEST(ChooseEnsemble, SaysHowTheWeightsWereChosen) {
  const auto members = members_that_err_on({3, 7}, {});
  const auto text_of = [&](const EnsembleOptions& options) {
    return test::must(choose_ensemble(draft, members, options)).ensemble.chosen;
  };
  EnsembleOptions options = few_draws();
  const std::string text = text_of(options);
  EXPECT_TRUE(text.starts_with("Chosen for the best macro F1 on 12 validation films")) << text;
  EXPECT_THAT(text, HasSubstr(": 1.0000 there, where equal weights give "));
  EXPECT_THAT(text, HasSubstr("on 20 draws of the patients"));
  EXPECT_THAT(text, HasSubstr("a prior holds its temperature"));
  options.objective = EnsembleObjective::cross_entropy;
  EXPECT_TRUE(text_of(options).starts_with("Chosen for the least cross entropy on"));
  options.required_recall = {{0, 0.5}, "covid19=0.50"};
  EXPECT_THAT(text_of(options), HasSubstr(", with covid19=0.50 at least: "));
}

TEST(ChooseEnsemble, ThePlainAverageIsNotChosen) {
  EnsembleOptions options = few_draws();
  options.plain_average = true;
  const auto chosen = test::must(choose_ensemble(draft, members_that_err_on({3, 7}, {}), options));
  for (const CatalogMember& member : chosen.ensemble.members) {
    EXPECT_EQ(member.weight, 0.5);
    EXPECT_EQ(member.weight_interval->low, 0.5);
    EXPECT_EQ(member.weight_interval->high, 0.5);
  }
  EXPECT_TRUE(chosen.ensemble.chosen.starts_with("The plain average: ")) << chosen.ensemble.chosen;
}

TEST(ChooseEnsemble, ARecallThatNoWeightsReachIsRefused) {
  EnsembleOptions options = few_draws();
  options.required_recall = {{0, 0.9}, "covid19=0.9"};
  const auto refused = choose_ensemble(draft, members_that_err_on({0}, {0}), options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::invalid_argument);
}

TEST(ChooseEnsemble, MembersOfOtherFilmsAreRefused) {
  auto members = members_that_err_on({0}, {});
  members.bundles[1].evaluation.predictions.films[3].file = "another.png";
  const auto refused = choose_ensemble(draft, members, few_draws());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::mismatch);
}

TEST(EnsembleDraft, IsCheckedBeforeFilmsAreRead) {
  EXPECT_TRUE(check_draft(draft, catalog_of_two()));
  EnsembleDraft unknown = draft;
  unknown.members[1] = "third";
  EXPECT_EQ(check_draft(unknown, catalog_of_two()).error().code, ErrorCode::not_found);
  EnsembleDraft twice = draft;
  twice.members[1] = "first";
  const auto repeated = check_draft(twice, catalog_of_two());
  ASSERT_FALSE(repeated);
  EXPECT_THAT(repeated.error().message, HasSubstr("is a member twice"));
  EnsembleDraft taken = draft;
  taken.name = "second";
  EXPECT_FALSE(check_draft(taken, catalog_of_two())) << "names are unique over models, too";
}

TEST(WithEnsemble, ReplacesOneOfTheSameName) {
  CatalogEnsemble older, other, newer;
  older.name = newer.name = "both";
  other.name = "other";
  newer.title = "Newer";
  Catalog catalog = with_ensemble(with_ensemble(catalog_of_two(), older), other);
  catalog = with_ensemble(std::move(catalog), newer);
  ASSERT_EQ(catalog.ensembles.size(), 2U);
  EXPECT_EQ(catalog.ensembles[0].name, "other");
  EXPECT_EQ(catalog.ensembles[1].title, "Newer");
}

}  // namespace
}  // namespace chestlens
