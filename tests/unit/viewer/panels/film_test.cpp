#include "driver/panel_driver.hpp"
#include "scenes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <viewer/shown_image.hpp>

#include <cmath>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

Film& film_of(PanelDriver& driver) {
  return *selected_film(driver.state());
}

Point moved(Point place, double x, double y) {
  return {place.x + x, place.y + y};
}

/// What the panel drew, as render_shown has it for the state.
RgbaImage expected_picture(PanelDriver& driver) {
  const Film& film = film_of(driver);
  return *render_shown(film, shown_key(driver.state(), film), driver.state().model.fit);
}

TEST(FilmPanel, DrawsTheFilmWithItsHeatMapAtItsPlace) {
  PanelDriver driver(large_canvas, predicted_films(1));
  const auto pictures = driver.pictures("film");
  ASSERT_EQ(pictures.size(), 1U);
  EXPECT_EQ(pictures[0].image->pixels, expected_picture(driver).pixels);
  const ImVec2 size = pictures[0].box.GetSize();
  EXPECT_NEAR(size.x / size.y, 64.0F / 48.0F, 0.01F);

  driver.press("h");
  EXPECT_EQ(driver.pictures("film")[0].image->pixels,
            render_film(film_of(driver).image, film_of(driver).window).pixels);
}

TEST(FilmPanel, TheWheelZoomsAtTheCursor) {
  PanelDriver driver(large_canvas, predicted_films(1));
  const ImRect before = driver.pictures("film")[0].box;
  const Point corner = {static_cast<double>(before.Min.x), static_cast<double>(before.Min.y)};
  driver.wheel(moved(corner, 1, 1), 2);
  EXPECT_NEAR(film_of(driver).view.zoom, std::exp2(0.5), 1e-6);
  const ImRect after = driver.pictures("film")[0].box;
  EXPECT_NEAR(after.Min.x, before.Min.x, 1.0F) << "the point under the cursor stays";
  EXPECT_NEAR(after.GetWidth(), before.GetWidth() * std::sqrt(2.0F), 1.0F);
}

TEST(FilmPanel, TheWheelElsewhereDoesNotZoom) {
  PanelDriver driver(large_canvas, predicted_films(1));
  driver.wheel(center(driver.places().results), 2);
  EXPECT_EQ(film_of(driver).view.zoom, 1.0);
}

TEST(FilmPanel, ADragMovesTheFilm) {
  PanelDriver driver(large_canvas, predicted_films(1));
  const Point middle = center(driver.places().film);
  const ImRect before = driver.pictures("film")[0].box;
  driver.drag(middle, moved(middle, 60, -30));
  const ImRect after = driver.pictures("film")[0].box;
  EXPECT_NEAR(after.Min.x, before.Min.x + 60, 1.0F);
  EXPECT_NEAR(after.Min.y, before.Min.y - 30, 1.0F);
  EXPECT_EQ(film_of(driver).window.low_level, 10.0);
}

TEST(FilmPanel, AFingerMovesTheFilm) {
  PanelDriver driver(phone_canvas, predicted_films(1));
  const Point middle = center(driver.places().film);
  const ImRect before = driver.pictures("film")[0].box;
  driver.touch_drag(middle, moved(middle, 40, 40));
  EXPECT_NEAR(driver.pictures("film")[0].box.Min.x, before.Min.x + 40, 1.0F);
}

TEST(FilmPanel, ARightDragChangesTheWindowAlone) {
  PanelDriver driver(large_canvas, predicted_films(1));
  const Window start = film_of(driver).window;
  const Point middle = center(driver.places().film);
  driver.drag(middle, moved(middle, 64, 0), ImGuiMouseButton_Right);
  const Window widened = film_of(driver).window;
  const double wider =
      (widened.high_level - widened.low_level) - (start.high_level - start.low_level);
  EXPECT_NEAR(wider, 64.0 / 512 * 255, 1.0);
  EXPECT_EQ(film_of(driver).view.center.x, 0.5);

  driver.drag(middle, moved(middle, 0, -64), ImGuiMouseButton_Right);
  EXPECT_LT(film_of(driver).window.low_level, widened.low_level) << "upwards is brighter";
}

TEST(FilmPanel, ADoubleClickFitsTwoClicksDoNot) {
  PanelDriver driver(large_canvas, predicted_films(1));
  const Point middle = center(driver.places().film);
  film_of(driver).view.zoom = 3.0;
  driver.click(middle);
  driver.click(middle);
  EXPECT_EQ(film_of(driver).view.zoom, 3.0);
  driver.double_click(middle);
  EXPECT_EQ(film_of(driver).view.zoom, 1.0);
}

TEST(FilmPanel, SaysTheLevelUnderTheCursor) {
  PanelDriver driver(large_canvas, predicted_films(1));
  EXPECT_THAT(driver.texts("film"), Not(Contains(HasSubstr("level"))));
  const ImRect picture = driver.pictures("film")[0].box;
  const auto right = static_cast<double>(picture.Max.x);
  const auto top = static_cast<double>(picture.Min.y);
  driver.point_at(Point{right - 2, top + 2});
  EXPECT_THAT(driver.texts("film"), Contains("x 63   y 0   level 255"));
  driver.point_at(center(driver.places().results));
  EXPECT_THAT(driver.texts("film"), Not(Contains(HasSubstr("level"))));
}

TEST(FilmPanel, DrawsThePreviewWhileASliderIsHeld) {
  State state = predicted_films(1);
  ASSERT_TRUE(set_film(state, 1, ramp(2500, 1800), {10.0, 200.0, false}));
  ASSERT_TRUE(set_prediction(state, 1, prediction({0.1F, 0.2F, 0.7F})));
  PanelDriver driver(large_canvas, std::move(state));
  EXPECT_EQ(driver.pictures("film")[0].image->width_pixels, 2500);
  const Point place = middle_of(driver.item("Level"));
  driver.hold(place);
  driver.move_on(moved(place, 30, 0));
  EXPECT_EQ(driver.pictures("film")[0].image->width_pixels, 834);
  driver.release();
  EXPECT_EQ(driver.pictures("film")[0].image->width_pixels, 2500);
}

TEST(FilmPanel, SaysWhyAFilmCannotBeRead) {
  const PanelDriver driver(small_canvas, failed_film());
  const auto texts = driver.texts("film");
  EXPECT_THAT(texts, Contains("This film cannot be read"));
  EXPECT_THAT(texts, Contains("film-1.png"));
  EXPECT_THAT(texts, Contains(HasSubstr("1,024 of 5,120 bytes")));
}

TEST(FilmPanel, KeysChooseZoomAndClass) {
  PanelDriver driver(large_canvas, predicted_films(1));
  driver.press("+");
  EXPECT_DOUBLE_EQ(film_of(driver).view.zoom, 1.25);
  driver.press("1");
  EXPECT_EQ(driver.pictures("film")[0].image->pixels, expected_picture(driver).pixels);
  EXPECT_EQ(shown_class(film_of(driver)), 0);
  EXPECT_FALSE(driver.press("Tab"));
}

}  // namespace
}  // namespace chestlens::viewer
