#include "sample_map.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <viewer/explain.hpp>
#include <viewer/state_json.hpp>

namespace chestlens::viewer {
namespace {

using testing::HasSubstr;

TEST(StateJson, SaysWhatIsShown) {
  State state = sample_state();
  ASSERT_TRUE(show_class(state, 2));
  ASSERT_TRUE(set_failure(state, 3, "PNG truncated"));
  const auto json = nlohmann::json::parse(state_json(state));
  EXPECT_EQ(json.at("selected"), 1);
  EXPECT_EQ(json.at("shown_class"), 2);
  EXPECT_EQ(json.at("opacity"), 0.45);
  EXPECT_EQ(json.at("low_level"), 10.0);
  EXPECT_EQ(json.at("high_level"), 200.0);
  EXPECT_EQ(json.at("zoom"), 1.0);
  EXPECT_EQ(json.at("invert"), false);
  EXPECT_EQ(json.at("films").at(0).at("predicted_class"), "b");
  EXPECT_EQ(json.at("films").at(0).at("predicted_index"), 1);
  EXPECT_EQ(json.at("films").at(0).at("state"), "ready");
  EXPECT_EQ(json.at("films").at(2).at("state"), "failed");
  EXPECT_EQ(json.at("films").at(2).at("message"), "PNG truncated");
}

TEST(StateJson, SaysHowTheAnswerIsExplained) {
  State state = sample_state();
  state.tab = Tab::explain;
  state.explain.look.scale = MapScale::shared;
  want_maps(state, MapMethod::occlusion);
  ASSERT_TRUE(set_maps_progress(state, 1, 0, MapMethod::occlusion, 16, 225));
  const auto explain = nlohmann::json::parse(state_json(state)).at("explain");
  EXPECT_EQ(explain.at("method"), "hirescam");
  EXPECT_EQ(explain.at("scale"), "shared");
  EXPECT_EQ(explain.at("colors"), "viridis");
  EXPECT_EQ(explain.at("grid").size(), 4U);
  EXPECT_EQ(explain.at("maps").at(0).at("status"), "waiting");
  EXPECT_EQ(explain.at("maps").at(0).at("done"), 16);
}

TEST(StateJson, SaysWhatTheMapShows) {
  State state = sample_map_state();
  pick(state, 4);
  select_in_sight(state);
  const auto map = nlohmann::json::parse(state_json(state)).at("map");
  EXPECT_EQ(map.at("films"), 5);
  EXPECT_EQ(map.at("selection"), 5);
  EXPECT_EQ(map.at("picked"), 4);
  EXPECT_EQ(map.at("by_source"), false);
  EXPECT_EQ(map.at("zoom"), 1.0);
}

TEST(StateJson, EmptyViewerHasNulls) {
  const auto json = nlohmann::json::parse(state_json({}));
  EXPECT_TRUE(json.at("selected").is_null());
  EXPECT_TRUE(json.at("shown_class").is_null());
  EXPECT_TRUE(json.at("zoom").is_null());
  EXPECT_TRUE(json.at("map").is_null());
  EXPECT_TRUE(json.at("films").empty());
}

TEST(StateJson, SurvivesFileNamesThatAreNoText) {
  State state;
  ASSERT_TRUE(add_film(state, 1, "\xff\xfe film\"\\.png"));
  const auto json = nlohmann::json::parse(state_json(state));
  EXPECT_THAT(json.at("films").at(0).at("name").get<std::string>(), HasSubstr("film\"\\.png"));
}

}  // namespace
}  // namespace chestlens::viewer
