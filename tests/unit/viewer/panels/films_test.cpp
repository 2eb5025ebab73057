#include "driver/panel_driver.hpp"
#include "scenes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

std::vector<int> selections(const std::vector<Event>& events) {
  std::vector<int> ids;
  for (const Event& event : events) {
    if (const auto* selected = std::get_if<FilmSelected>(&event)) ids.push_back(selected->id);
  }
  return ids;
}

bool files_wanted(const std::vector<Event>& events) {
  return events.size() == 1 && std::holds_alternative<FilesWanted>(events[0]);
}

TEST(FilmsList, SelectsTheRowThatIsClicked) {
  PanelDriver driver(large_canvas, predicted_films(3));
  driver.click({"film", 2});
  EXPECT_EQ(driver.state().selected_id, 3);
  EXPECT_THAT(selections(driver.take_events()), ElementsAre(3));
}

TEST(FilmsList, SaysWhatIsKnownOfEachFilm) {
  PanelDriver driver(large_canvas, failed_film());
  ASSERT_TRUE(add_film(driver.state(), 3, "late.png"));
  driver.settle();
  const auto texts = driver.texts("films");
  EXPECT_THAT(texts, Contains("Failed"));
  EXPECT_THAT(texts, Contains("covid19  70.0 %"));
  EXPECT_THAT(texts, Contains("Waiting"));
  ASSERT_TRUE(set_film(driver.state(), 3, ramp(8, 8), {}));
  driver.settle();
  EXPECT_THAT(driver.texts("films"), Contains("Predicting\u2026"));
}

TEST(FilmsList, ShowsEachFilmsPicture) {
  PanelDriver driver(large_canvas, predicted_films(2));
  const auto pictures = driver.pictures("films");
  ASSERT_EQ(pictures.size(), 2U);
  const Film& film = driver.state().films[0];
  EXPECT_EQ(pictures[0].image->pixels, render_film(film.image, film.initial_window).pixels);
}

TEST(FilmsList, WheelAndFingerScrollIt) {
  PanelDriver driver(large_canvas, predicted_films(40));
  EXPECT_THAT(driver.texts("films"), Not(Contains("film-40.png")));
  for (int turn = 0; turn < 20; ++turn) driver.wheel(center(driver.places().films), -5);
  EXPECT_THAT(driver.texts("films"), Contains("film-40.png"));
  EXPECT_THAT(driver.texts("films"), Not(Contains("film-1.png")));

  driver.touch_drag({100, 300}, {100, 500});
  EXPECT_THAT(driver.texts("films"), Not(Contains("film-40.png")));
  EXPECT_EQ(driver.state().selected_id, 1) << "a finger that scrolls selects nothing";
}

TEST(FilmsList, FollowsTheArrowKeysOutOfSight) {
  PanelDriver driver(small_canvas, predicted_films(40));
  for (int step = 0; step < 25; ++step) EXPECT_TRUE(driver.press("ArrowDown"));
  EXPECT_EQ(driver.state().selected_id, 26);
  EXPECT_THAT(driver.texts("films"), Contains("film-26.png"));
  EXPECT_EQ(driver.take_events().size(), 25U);
}

TEST(FilmsList, AsksForMoreFiles) {
  PanelDriver driver(large_canvas, predicted_films(1));
  driver.click("Choose files");
  EXPECT_TRUE(files_wanted(driver.take_events()));
}

TEST(FilmsStrip, SelectsThePictureThatIsTapped) {
  PanelDriver driver(phone_canvas, predicted_films(3));
  driver.tap({"film", 1});
  EXPECT_EQ(driver.state().selected_id, 2);
  EXPECT_THAT(selections(driver.take_events()), ElementsAre(2));
}

TEST(FilmsStrip, AFingerScrollsItAndSelectsNothing) {
  PanelDriver driver(phone_canvas, predicted_films(20));
  const float before = driver.item({"film", 4}).box.Min.x;
  const Point from = middle_of(driver.item({"film", 3}));
  driver.touch_drag(from, {from.x - 150, from.y});
  EXPECT_EQ(driver.state().selected_id, 1);
  EXPECT_EQ(driver.item({"film", 3}).box.Min.x, before - 150) << "one film has gone out of sight";
  driver.tap({"film", 3});
  EXPECT_EQ(driver.state().selected_id, 5);
}

TEST(FilmsStrip, HoldsTheSelectedFilmInSight) {
  PanelDriver driver(phone_canvas, predicted_films(20));
  for (int step = 0; step < 19; ++step) driver.press("ArrowDown");
  driver.settle();
  const int shown = driver.count("film", "films");
  driver.tap({"film", shown - 1});
  EXPECT_EQ(driver.state().selected_id, 20) << "the last in sight is the last film";
}

TEST(FilmsStrip, AsksForMoreFiles) {
  PanelDriver driver(phone_canvas, predicted_films(2));
  driver.tap({"+", 0, "films"});
  EXPECT_TRUE(files_wanted(driver.take_events()));
}

}  // namespace
}  // namespace chestlens::viewer
