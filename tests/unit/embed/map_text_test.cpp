#include "embed/map_picture.hpp"
#include "embed/map_study.hpp"
#include "embed/placed_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Forty films of two classes and `sources` sources on the map of one model.
MapStudy small_study(std::size_t sources) {
  MapStudy study;
  study.films.classes = {"normal", "viral"};
  for (std::size_t s = 0; s < sources; ++s) study.films.sources.push_back("S" + std::to_string(s));
  ModelMap model{.name = "one", .title = "Model one", .made = {}, .placed = {}};
  ReferenceMap& map = model.made.map;
  map.classes = study.films.classes;
  map.sources = study.films.sources;
  map.perplexity = 12.0F;
  map.variance_share = 0.5F;
  map.mean.assign(8, 0.0F);
  map.steps.assign(3, 1.0F);
  for (std::size_t i = 0; i < 40; ++i) {
    const std::size_t source = i < sources ? i : 0;
    study.films.files.push_back("a, \"" + std::to_string(i) + "\".png");
    study.films.class_of.push_back(static_cast<int>(i % 2));
    study.films.source_of.push_back(static_cast<int>(source));
    map.films.push_back({.place = {static_cast<float>(i), 0.5F},
                         .class_index = static_cast<std::uint16_t>(i % 2),
                         .source_index = static_cast<std::uint16_t>(source),
                         .split = MapSplit::test});
  }
  model.made.all = {.films = 40,
                    .by_class = {.silhouette = 0.25,
                                 .map_silhouette = 0.5,
                                 .accuracy = 0.755,
                                 .map_accuracy = 0.8,
                                 .largest_share = 0.5},
                    .by_source = {.silhouette = std::nan(""), .accuracy = std::nan("")},
                    .trustworthiness = 0.9};
  model.placed.push_back(
      {"new.png",
       {.place = {3.0F, 4.0F}, .nearest = {{5, 1.5F}, {6, 2.0F}}, .farther_than = 0.97}});
  study.models.push_back(std::move(model));
  return study;
}

TEST(MapText, HasFiguresAndTheirMeaning) {
  const std::string text = to_markdown(small_study(2));
  EXPECT_THAT(text,
              HasSubstr("| Model one | all, 40 | class | 0.25 | 0.50 | 75.5 | 80.0 | 50.0 |"));
  EXPECT_THAT(text, HasSubstr("| Model one | all, 40 | source | - |"));
  EXPECT_THAT(text, HasSubstr("The eye deceives"));
  EXPECT_THAT(text,
              HasSubstr("perplexity 12 of 3 principal components (50.0 % of the variance of 8"));
  EXPECT_THAT(text, Not(HasSubstr("nan")));
  EXPECT_THAT(text, Not(HasSubstr("never seen,")));
}

TEST(MapText, HasNoNegativeZero) {
  EXPECT_EQ(silhouette_text(-0.001), "0.00");
  EXPECT_EQ(silhouette_text(-0.006), "-0.01");
}

TEST(MapText, IsJsonToo) {
  const auto json = nlohmann::json::parse(to_json(small_study(2)));
  EXPECT_EQ(json["by"], "chestlens embed");
  const auto& model = json["models"][0];
  EXPECT_EQ(model["separation"]["by_class"]["silhouette"], 0.25);
  EXPECT_TRUE(model["separation"]["by_source"]["silhouette"].is_null());
  EXPECT_FALSE(model.contains("separation_of_unseen_films"));
  EXPECT_EQ(model["placed"][0]["file"], "new.png");
  EXPECT_EQ(model["placed"][0]["nearest"][0]["film"], 5);
  EXPECT_EQ(model["placed"][0]["nearest"][0]["class"], "viral");
}

TEST(MapText, PlacesAreALinePerFilm) {
  const MapStudy study = small_study(2);
  const std::string csv = places_csv(study, study.models[0]);
  EXPECT_TRUE(
      csv.starts_with("film,class,source,split,x,y\n\"a, \"\"0\"\".png\",normal,S0,test,0,0.5\n"))
      << csv.substr(0, 100);
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 41);
}

TEST(PlacedText, SaysHowFarAndNamesTheNearest) {
  const MapStudy study = small_study(2);
  const ModelMap& model = study.models[0];
  const std::string text = placed_text(model.made.map, model.placed, study.films.files);
  EXPECT_THAT(text,
              HasSubstr("new.png: at 3.00, 4.00; its nearest film is 1.5 away, farther than 97 % "
                        "of films are from theirs: it is unlike the films of the map"));
  EXPECT_THAT(text, HasSubstr("1.5       viral   S0      test   a, \"5\".png"));
  EXPECT_THAT(text, HasSubstr("\n1 of its 2 nearest are viral, 1 normal; both are from S0\n"));
  EXPECT_THAT(placed_text(model.made.map, model.placed), Not(HasSubstr(".png\n  ")));
}

TEST(MapPicture, IsByClassAndBySource) {
  const ScatterChart chart = map_picture(small_study(2));
  ASSERT_EQ(chart.rows.size(), 2U);
  EXPECT_EQ(chart.rows[0].groups[0].name, "normal 20");
  EXPECT_EQ(chart.rows[1].groups[0].name, "S0 39");
  EXPECT_EQ(chart.rows[0].panels[0].marks[0].label, "1");
  EXPECT_EQ(chart.notes.back(), "1: new.png");
}

TEST(MapPicture, OfManySourcesColorsTheLargest) {
  const ScatterChart chart = map_picture(small_study(9));
  const ScatterRow& row = chart.rows[1];
  ASSERT_EQ(row.groups.size(), 6U);
  EXPECT_EQ(row.groups[0].name, "S0 32");
  EXPECT_EQ(row.groups[5].name, "4 others 4");
  EXPECT_TRUE(row.groups[5].is_rest);
  EXPECT_EQ(row.group_of[8], 5U);
  EXPECT_EQ(row.group_of[20], 0U);
}

}  // namespace
}  // namespace chestlens
