#include "sample.hpp"

#include <chestlens/prediction.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <viewer/commands.hpp>
#include <viewer/compare.hpp>
#include <viewer/compare_weights.hpp>

#include <algorithm>
#include <variant>

namespace chestlens::viewer {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<ComparedModel> two_models() {
  return {{"first", "The first", 0.7, Interval{0.5, 0.9}}, {"second", "The second", 0.3}};
}

std::vector<Prediction> two_members() {
  return {prediction({0.1F, 0.8F, 0.1F}), prediction({0.6F, 0.2F, 0.2F})};
}

/// Films 1 and 2 predicted by two models, the part Compare open on film 1.
State compared_state() {
  State state = sample_state();
  EXPECT_TRUE(set_compared_models(state, two_models(), 0.5, {{"plain", "A plain one"}}));
  EXPECT_TRUE(set_members(state, 1, two_members()));
  EXPECT_TRUE(set_members(state, 2, two_members()));
  show_tab(state, Tab::compare);
  state.events.clear();
  return state;
}

const Film& film(const State& state, int id) {
  return *find_film(state, id);
}

template <typename T>
std::size_t count_events(const State& state) {
  return static_cast<std::size_t>(std::ranges::count_if(
      state.events, [](const Event& event) { return std::holds_alternative<T>(event); }));
}

void press(State& state, std::string_view key) {
  apply(state, *command_for_key(key));
}

TEST(Weights, OneIsSetAndTheOthersKeepTheirProportions) {
  EXPECT_THAT(with_weight({0.5, 0.3, 0.2}, 0, 0.0),
              ElementsAre(0.0, DoubleNear(0.6, 1e-12), DoubleNear(0.4, 1e-12)));
  EXPECT_THAT(with_weight({1.0, 0.0, 0.0}, 0, 0.4),
              ElementsAre(0.4, DoubleNear(0.3, 1e-12), DoubleNear(0.3, 1e-12)));
  EXPECT_THAT(with_weight({0.25, 0.75}, 1, 1.0), ElementsAre(0.0, 1.0));
  EXPECT_THAT(with_weight({1.0}, 0, 0.2), ElementsAre(1.0));
}

TEST(Weights, AreSharesOfAll) {
  State state = sample_state();
  ASSERT_TRUE(set_compared_models(state, {{"a", "A", 3.0}, {"b", "B", 1.0}}, 1.0, {}));
  EXPECT_THAT(state.compare.weights, ElementsAre(0.75, 0.25));
  EXPECT_FALSE(set_compared_models(state, {{"a", "A", 0.0}}, 1.0, {}));
  EXPECT_FALSE(set_compared_models(state, {{"a", "A", -1.0}, {"b", "B", 2.0}}, 1.0, {}));
  EXPECT_FALSE(set_compared_models(state, {{"a", "A", 1.0}}, 0.0, {}));
}

TEST(Weights, MovedOnesGiveWhatCombineGivesForEveryFilm) {
  State state = compared_state();
  ASSERT_TRUE(move_weight(state, 0, 0.204));
  EXPECT_THAT(state.compare.weights, ElementsAre(0.2, 0.8));
  const auto members = two_members();
  const auto expected =
      combine(std::vector<WeightedPrediction>{{members[0], 0.2}, {members[1], 0.8}}, 0.5);
  ASSERT_TRUE(expected);
  for (const int id : {1, 2}) {
    ASSERT_TRUE(film(state, id).compared.moved);
    EXPECT_EQ(film(state, id).compared.moved->probabilities, expected->probabilities);
    EXPECT_EQ(film(state, id).compared.moved->heatmaps[0].pixels, expected->heatmaps[0].pixels);
  }
  EXPECT_EQ(count_events<WeightsMoved>(state), 1U);
}

TEST(Weights, TheAnswerItselfStays) {
  State state = compared_state();
  const auto before = film(state, 1).prediction->probabilities;
  ASSERT_TRUE(move_weight(state, 0, 0.0));
  EXPECT_EQ(film(state, 1).prediction->probabilities, before);
  EXPECT_NE(together(film(state, 1)), &*film(state, 1).prediction);
  reset_weights(state);
  EXPECT_FALSE(film(state, 1).compared.moved);
  EXPECT_EQ(together(film(state, 1)), &*film(state, 1).prediction);
}

TEST(Weights, MovesAreTakenBackAndMadeAgain) {
  State state = compared_state();
  ASSERT_TRUE(move_weight(state, 0, 0.5));
  ASSERT_TRUE(move_weight(state, 0, 0.1));
  reset_weights(state);
  EXPECT_TRUE(weights_are_validated(state.compare));
  undo_weights(state);
  EXPECT_THAT(state.compare.weights, ElementsAre(0.1, 0.9));
  undo_weights(state);
  EXPECT_THAT(state.compare.weights, ElementsAre(0.5, 0.5));
  redo_weights(state);
  EXPECT_THAT(state.compare.weights, ElementsAre(0.1, 0.9));
  ASSERT_TRUE(move_weight(state, 1, 0.3));
  redo_weights(state);  // a move forgets what was taken back
  EXPECT_THAT(state.compare.weights, ElementsAre(0.7, 0.3));
  for (int i = 0; i < 5; ++i) undo_weights(state);
  EXPECT_TRUE(weights_are_validated(state.compare));
}

TEST(Weights, ADragIsOneMove) {
  State state = compared_state();
  ASSERT_TRUE(move_weight(state, 0, 0.6));
  state.compare.is_dragging = true;
  ASSERT_TRUE(move_weight(state, 0, 0.4));
  ASSERT_TRUE(move_weight(state, 0, 0.2));
  state.compare.is_dragging = false;
  EXPECT_THAT(state.compare.earlier, SizeIs(1));
  undo_weights(state);
  EXPECT_TRUE(weights_are_validated(state.compare));
}

TEST(Weights, NoneIsMovedBeyondItsEndsOrOfAModelAlone) {
  State state = compared_state();
  EXPECT_FALSE(move_weight(state, 0, 1.1));
  EXPECT_FALSE(move_weight(state, 2, 0.5));
  ASSERT_TRUE(set_compared_models(state, {{"a", "A"}}, 1.0, {}));
  EXPECT_FALSE(move_weight(state, 0, 0.5));
}

TEST(Weights, AreMovedByKeys) {
  State state = compared_state();
  press(state, "]");
  EXPECT_THAT(state.compare.weights, ElementsAre(0.75, DoubleNear(0.25, 1e-12)));
  press(state, "n");
  press(state, "]");
  EXPECT_THAT(state.compare.weights, ElementsAre(DoubleNear(0.7, 1e-12), 0.3));
  press(state, "z");
  EXPECT_THAT(state.compare.weights, ElementsAre(0.75, DoubleNear(0.25, 1e-12)));
  press(state, "u");
  press(state, "[");
  press(state, "v");
  EXPECT_TRUE(weights_are_validated(state.compare));
  EXPECT_EQ(state.tab, Tab::compare);
}

TEST(Weights, AreSaidToBeValidatedOrNot) {
  State state = compared_state();
  EXPECT_EQ(weights_sentence(state.compare), "These are the validated weights.");
  ASSERT_TRUE(move_weight(state, 0, 0.5));
  EXPECT_THAT(weights_sentence(state.compare), HasSubstr("not the validated weights"));
  EXPECT_THAT(weights_sentence(state.compare), HasSubstr("temperature of 0.50"));
}

TEST(Members, WantOnePredictionPerModelOfAllClasses) {
  State state = compared_state();
  EXPECT_FALSE(set_members(state, 1, {prediction({0.1F, 0.8F, 0.1F})}));
  EXPECT_FALSE(set_members(state, 1, {prediction({0.5F, 0.5F}), prediction({0.5F, 0.5F})}));
  EXPECT_FALSE(set_members(state, 9, two_members()));
  EXPECT_THAT(film(state, 1).compared.members, SizeIs(2));
}

TEST(Members, GoWithThePrediction) {
  State state = compared_state();
  ASSERT_TRUE(set_prediction(state, 1, prediction({0.1F, 0.7F, 0.2F})));
  EXPECT_THAT(film(state, 1).compared.members, IsEmpty());
  ASSERT_TRUE(change_film(state, 2, {true, false, 0}));
  EXPECT_THAT(film(state, 2).compared.members, IsEmpty());
}

TEST(Members, PredictedAfterAMoveAreWeighedToo) {
  State state = compared_state();
  ASSERT_TRUE(move_weight(state, 0, 0.0));
  ASSERT_TRUE(set_prediction(state, 3, prediction({0.1F, 0.7F, 0.2F})));
  ASSERT_TRUE(set_members(state, 3, two_members()));
  EXPECT_TRUE(film(state, 3).compared.moved);
}

TEST(Tiles, AreEachMemberThenAllTogether) {
  State state = compared_state();
  const auto tiles = model_tiles(state, film(state, 1));
  ASSERT_THAT(tiles, SizeIs(3));
  EXPECT_EQ(tiles[1].title, "The second");
  EXPECT_EQ(tiles[1].prediction, &film(state, 1).compared.members[1]);
  EXPECT_EQ(tiles[2].kind, TileKind::together);
  EXPECT_EQ(count_tiles(state), 3);
  show_tab(state, Tab::answer);
  EXPECT_FALSE(shows_tiles(state));
}

TEST(Tiles, OfAModelAloneAreOne) {
  State state = sample_state();
  ASSERT_TRUE(set_compared_models(state, {{"a", "A"}}, 1.0, {}));
  ASSERT_TRUE(set_members(state, 1, {prediction({0.1F, 0.7F, 0.2F})}));
  EXPECT_THAT(model_tiles(state, film(state, 1)), SizeIs(1));
}

TEST(Tiles, AreNoneBeforeTheAnswerIsShown) {
  State state = compared_state();
  Prediction unlike = prediction({0.1F, 0.7F, 0.2F});
  unlike.trust = Trust{};
  unlike.trust->likeness = Likeness::unlike;
  ASSERT_TRUE(set_prediction(state, 1, unlike));
  ASSERT_TRUE(set_members(state, 1, two_members()));
  EXPECT_THAT(model_tiles(state, film(state, 1)), IsEmpty());
  ASSERT_TRUE(show_answer(state, 1));
  EXPECT_THAT(model_tiles(state, film(state, 1)), SizeIs(3));
}

TEST(Tiles, OfTwoFilmsAreSideBySide) {
  State state = compared_state();
  ASSERT_TRUE(choose_prior(state, 2));
  const auto areas = tile_areas(state, film(state, 1), {100, 50, 400, 600});
  ASSERT_THAT(areas, SizeIs(2));
  EXPECT_EQ(areas[0].y, areas[1].y);
  EXPECT_LE(areas[0].x + areas[0].width, areas[1].x);
}

TEST(Beside, IsAskedForOncePerFilm) {
  State state = compared_state();
  want_beside(state);
  EXPECT_EQ(count_events<BesideWanted>(state), 0U);
  press(state, "b");
  EXPECT_EQ(state.compare.beside, "plain");
  want_beside(state);
  want_beside(state);
  EXPECT_EQ(count_events<BesideWanted>(state), 1U);
  ASSERT_TRUE(select_film(state, 2));
  want_beside(state);
  EXPECT_EQ(count_events<BesideWanted>(state), 2U);
  press(state, "b");
  EXPECT_EQ(state.compare.beside, "");
}

TEST(Beside, ItsAnswerIsATileOfItsOwn) {
  State state = compared_state();
  ASSERT_TRUE(open_beside(state, "plain"));
  want_beside(state);
  EXPECT_EQ(model_tiles(state, film(state, 1)).back().prediction, nullptr);
  ASSERT_TRUE(set_beside(state, 1, "plain", prediction({0.3F, 0.3F, 0.4F})));
  const auto tile = model_tiles(state, film(state, 1)).back();
  EXPECT_EQ(tile.title, "A plain one");
  EXPECT_EQ(tile.prediction->probabilities[2], 0.4F);
}

TEST(Beside, AnswersThatNobodyWaitsForAreRefused) {
  State state = compared_state();
  EXPECT_FALSE(open_beside(state, "unknown"));
  EXPECT_FALSE(set_beside(state, 1, "plain", prediction({0.3F, 0.3F, 0.4F})));
  ASSERT_TRUE(open_beside(state, "plain"));
  want_beside(state);
  EXPECT_FALSE(set_beside(state, 1, "plain", prediction({0.5F, 0.5F})));
  ASSERT_TRUE(set_beside_failure(state, 1, "plain", "it is damaged"));
  EXPECT_EQ(film(state, 1).compared.beside->failure, "it is damaged");
}

TEST(Prior, IsAnotherFilm) {
  State state = compared_state();
  EXPECT_FALSE(choose_prior(state, 1));
  EXPECT_FALSE(choose_prior(state, 9));
  ASSERT_TRUE(choose_prior(state, 3));
  EXPECT_EQ(prior_film(state), find_film(state, 3));
  EXPECT_EQ(count_tiles(state), 2);
  ASSERT_TRUE(select_film(state, 3));
  EXPECT_EQ(prior_film(state), nullptr);
  EXPECT_EQ(count_tiles(state), 0);
}

TEST(Prior, IsTheNextFilmFirstAndThenTheOneAfter) {
  State state = compared_state();
  press(state, "g");
  EXPECT_EQ(state.compare.prior_id, 2);
  press(state, "p");
  EXPECT_EQ(state.compare.prior_id, 3);
  press(state, "p");
  EXPECT_EQ(state.compare.prior_id, 2);
  step_prior(state, false);
  EXPECT_EQ(state.compare.prior_id, 3);
  step_prior(state, false);
  EXPECT_EQ(state.compare.prior_id, 2);
  ASSERT_TRUE(remove_film(state, 2));
  EXPECT_EQ(prior_film(state), nullptr);
}

TEST(Comparison, IsSaidAsJson) {
  State state = compared_state();
  ASSERT_TRUE(move_weight(state, 0, 0.25));
  const auto text = comparison_json(state, 1);
  ASSERT_TRUE(text);
  const auto json = nlohmann::json::parse(*text);
  EXPECT_EQ(json["weights"], nlohmann::json({0.25, 0.75}));
  EXPECT_FALSE(json["is_validated"]);
  EXPECT_EQ(json["tiles"][0]["name"], "first");
  EXPECT_EQ(json["tiles"][2]["kind"], "together");
  EXPECT_EQ(json["tiles"][2]["probabilities"]["b"].get<float>(),
            film(state, 1).compared.moved->probabilities[1]);
  EXPECT_EQ(json["tiles"][1]["heatmaps"]["width"], 2);
  EXPECT_FALSE(comparison_json(state, 9));
}

}  // namespace
}  // namespace chestlens::viewer
