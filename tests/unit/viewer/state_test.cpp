#include "sample.hpp"

#include <gtest/gtest.h>
#include <viewer/shown_image.hpp>
#include <viewer/state.hpp>

#include <cmath>

namespace chestlens::viewer {
namespace {

std::vector<int> selections(const State& state) {
  std::vector<int> ids;
  for (const Event& event : state.events) {
    if (const auto* selected = std::get_if<FilmSelected>(&event)) ids.push_back(selected->id);
  }
  return ids;
}

TEST(State, SelectsTheFirstFilmOnly) {
  State state;
  ASSERT_TRUE(add_film(state, 7, "a"));
  ASSERT_TRUE(add_film(state, 8, "b"));
  EXPECT_EQ(state.selected_id, 7);
  EXPECT_EQ(selections(state), std::vector{7});
}

TEST(State, RefusesAnIdTwice) {
  State state = sample_state();
  const Status added = add_film(state, 2, "again");
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::mismatch);
  EXPECT_EQ(state.films.size(), 3U);
}

TEST(State, SelectionIsToldOnceAndOnlyForFilmsThatExist) {
  State state = sample_state();
  ASSERT_TRUE(select_film(state, 3));
  ASSERT_TRUE(select_film(state, 3));
  EXPECT_EQ(selections(state), std::vector{3});
  EXPECT_EQ(select_film(state, 99).error().code, ErrorCode::not_found);
  EXPECT_EQ(state.selected_id, 3);
}

TEST(State, RemovingTheSelectedFilmSelectsItsNeighbour) {
  State state = sample_state();
  ASSERT_TRUE(select_film(state, 2));
  ASSERT_TRUE(remove_film(state, 2));
  EXPECT_EQ(state.selected_id, 3);
  ASSERT_TRUE(remove_film(state, 3));
  EXPECT_EQ(state.selected_id, 1);
  ASSERT_TRUE(remove_film(state, 1));
  EXPECT_FALSE(state.selected_id);
  EXPECT_EQ(selections(state), (std::vector{2, 3, 1}));
  EXPECT_EQ(remove_film(state, 1).error().code, ErrorCode::not_found);
}

TEST(State, RemovingAnotherFilmKeepsTheSelection) {
  State state = sample_state();
  ASSERT_TRUE(select_film(state, 3));
  ASSERT_TRUE(remove_film(state, 1));
  EXPECT_EQ(state.selected_id, 3);
}

TEST(State, PixelsMustFillTheFilm) {
  State state = sample_state();
  GreyImage image = ramp(10, 10);
  image.pixels.pop_back();
  const Status set = set_film(state, 1, std::move(image), {});
  ASSERT_FALSE(set);
  EXPECT_EQ(set.error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(film_status(*find_film(state, 1)), FilmStatus::failed);
  EXPECT_EQ(set_film(state, 99, ramp(10, 10), {}).error().code, ErrorCode::not_found);
}

TEST(State, LargeFilmsAreCutDownToTheLimitsButKeepTheirSize) {
  State state;
  state.limits = {100, 5000};
  ASSERT_TRUE(add_film(state, 1, "large"));
  ASSERT_TRUE(set_film(state, 1, ramp(210, 90), {}));
  const Film& film = *find_film(state, 1);
  EXPECT_EQ(film.width_pixels, 210);
  EXPECT_EQ(film.height_pixels, 90);
  EXPECT_EQ(film.image.width_pixels, 70);
  EXPECT_EQ(film.image.height_pixels, 30);
  EXPECT_TRUE(film.preview.pixels.empty());
}

TEST(State, FilmsOfManyPixelsGetAPreview) {
  State state;
  ASSERT_TRUE(add_film(state, 1, "large"));
  ASSERT_TRUE(set_film(state, 1, ramp(2500, 1800), {}));
  const Film& film = *find_film(state, 1);
  EXPECT_EQ(film.image.width_pixels, 2500);
  EXPECT_EQ(film.preview.width_pixels, 834);
}

TEST(State, WindowsMoveWithinTheFilmsBrightestLevel) {
  State state;
  ASSERT_TRUE(add_film(state, 1, "12 bit in 16"));
  GreyImage image = ramp(64, 4, 4095);
  image.max_level = 65535;
  ASSERT_TRUE(set_film(state, 1, image, {}));
  EXPECT_EQ(find_film(state, 1)->brightest_level, 4095);
  image.pixels.assign(image.pixels.size(), 0);
  ASSERT_TRUE(set_film(state, 1, image, {}));
  EXPECT_EQ(find_film(state, 1)->brightest_level, 65535);
}

TEST(State, PredictionMustMatchTheModel) {
  State state = sample_state();
  EXPECT_EQ(set_prediction(state, 3, prediction({0.5F, 0.5F})).error().code,
            ErrorCode::invalid_argument);
  EXPECT_EQ(film_status(*find_film(state, 3)), FilmStatus::failed);

  Prediction incomplete = prediction({0.2F, 0.2F, 0.6F});
  incomplete.heatmaps[1].pixels.pop_back();
  EXPECT_FALSE(set_prediction(state, 3, incomplete));
  EXPECT_FALSE(set_prediction(state, 3, prediction({0.2F, std::nanf(""), 0.6F})));

  ASSERT_TRUE(set_prediction(state, 3, prediction({0.2F, 0.2F, 0.6F})));
  EXPECT_EQ(film_status(*find_film(state, 3)), FilmStatus::ready);
}

TEST(State, AnotherModelDropsPredictionsTheSameOneKeepsThem) {
  State state = sample_state();
  set_model(state, state.model);
  EXPECT_TRUE(find_film(state, 1)->prediction);
  set_model(state, {"another", {"x", "y"}, FitMode::letterbox});
  EXPECT_FALSE(find_film(state, 1)->prediction);
  EXPECT_EQ(film_status(*find_film(state, 1)), FilmStatus::decoded);
}

TEST(State, ShowsAClassOfTheSelectedFilm) {
  State state = sample_state();
  ASSERT_TRUE(show_class(state, 2));
  EXPECT_EQ(shown_class(*selected_film(state)), 2);
  ASSERT_EQ(state.events.size(), 1U);
  EXPECT_EQ(std::get<ClassShown>(state.events[0]).class_index, 2);
  ASSERT_TRUE(show_class(state, 2));  // no change, nothing to tell
  EXPECT_EQ(state.events.size(), 1U);
  EXPECT_EQ(show_class(state, 3).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(show_class(state, -1).error().code, ErrorCode::invalid_argument);
  ASSERT_TRUE(select_film(state, 3));
  EXPECT_EQ(show_class(state, 0).error().code, ErrorCode::not_found);
}

TEST(State, AFailureAlwaysHasAReason) {
  State state = sample_state();
  ASSERT_TRUE(set_failure(state, 1, ""));
  EXPECT_EQ(film_status(*find_film(state, 1)), FilmStatus::failed);
  EXPECT_FALSE(find_film(state, 1)->failure.empty());
}

TEST(State, OpacityIsAShare) {
  State state;
  EXPECT_TRUE(set_opacity(state, 0.0));
  EXPECT_TRUE(set_opacity(state, 1.0));
  for (const double wrong : {-0.1, 1.1, std::nan("")}) {
    EXPECT_FALSE(set_opacity(state, wrong));
    EXPECT_EQ(state.opacity, 1.0);
  }
}

TEST(State, StatusKinds) {
  EXPECT_EQ(*parse_status_kind("notice"), StatusKind::notice);
  EXPECT_EQ(parse_status_kind("fine").error().code, ErrorCode::invalid_argument);
}

TEST(State, ResetBringsBackTheFirstWindowAndTheWholeFilm) {
  State state = sample_state();
  Film& film = *selected_film(state);
  film.window = {0, 1, false};
  film.view = {5.0, {0.1, 0.1}};
  reset_view(film);
  EXPECT_EQ(film.window.low_level, 10.0);
  EXPECT_EQ(film.window.high_level, 200.0);
  EXPECT_EQ(film.view.zoom, 1.0);
}

Prediction unlike_prediction() {
  Prediction unlike = prediction({0.1F, 0.7F, 0.2F});
  unlike.trust = Trust{};
  unlike.trust->likeness = Likeness::unlike;
  return unlike;
}

TEST(State, AnUnlikeFilmsAnswerWaitsUntilItIsAskedFor) {
  State state = sample_state();
  ASSERT_TRUE(answer_is_shown(*find_film(state, 1)));
  ASSERT_TRUE(set_prediction(state, 1, unlike_prediction()));
  EXPECT_FALSE(answer_is_shown(*find_film(state, 1)));
  EXPECT_EQ(shown_key(state, *find_film(state, 1)).class_index, -1);

  ASSERT_TRUE(show_answer(state, 1));
  ASSERT_TRUE(show_answer(state, 1));
  EXPECT_TRUE(answer_is_shown(*find_film(state, 1)));
  EXPECT_EQ(shown_key(state, *find_film(state, 1)).class_index, 1);
  ASSERT_EQ(state.events.size(), 1U);
  EXPECT_EQ(std::get<AnswerWanted>(state.events.front()).id, 1);
  EXPECT_EQ(show_answer(state, 9).error().code, ErrorCode::not_found);
}

TEST(State, AChangedFilmWaitsForANewAnswer) {
  State state = sample_state();
  ASSERT_TRUE(set_prediction(state, 1, unlike_prediction(), {}, {{"S.", "Turn it", {}}}));
  ASSERT_TRUE(set_distance(state, 1, "far"));
  ASSERT_TRUE(show_answer(state, 1));
  state.events.clear();

  ASSERT_TRUE(change_film(state, 1, {.quarter_turns = 1}));
  ASSERT_TRUE(change_film(state, 1, {.quarter_turns = 1}));
  const Film& film = *find_film(state, 1);
  EXPECT_EQ(film_status(film), FilmStatus::decoded);
  EXPECT_TRUE(film.hints.empty() && film.distance.empty() && !film.answer_wanted);
  ASSERT_EQ(state.events.size(), 2U);
  EXPECT_EQ(std::get<ChangeWanted>(state.events.back()).change, (FilmChange{.quarter_turns = 2}));
  EXPECT_FALSE(change_film(state, 9, {}));
}

TEST(State, ADistanceIsOfOnePrediction) {
  State state = sample_state();
  ASSERT_TRUE(set_distance(state, 1, "its nearest film is 12 away"));
  EXPECT_EQ(find_film(state, 1)->distance, "its nearest film is 12 away");
  ASSERT_TRUE(set_prediction(state, 1, prediction({0.1F, 0.7F, 0.2F})));
  EXPECT_EQ(find_film(state, 1)->distance, "");
  EXPECT_FALSE(set_distance(state, 9, ""));
}

}  // namespace
}  // namespace chestlens::viewer
