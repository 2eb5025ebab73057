#include "driver/panel_driver.hpp"
#include "scenes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

double zoom_of(PanelDriver& driver) {
  return selected_film(driver.state())->view.zoom;
}

TEST(Toolbar, ZoomsAndSaysHowFar) {
  PanelDriver driver(large_canvas, predicted_films(1));
  driver.click("+");
  driver.click("+");
  EXPECT_DOUBLE_EQ(zoom_of(driver), 1.25 * 1.25);
  EXPECT_THAT(driver.texts("toolbar"), Contains("1.6\u00d7"));
  driver.click("\u2212");
  EXPECT_DOUBLE_EQ(zoom_of(driver), 1.25);
  driver.click("Fit");
  EXPECT_DOUBLE_EQ(zoom_of(driver), 1.0);
}

TEST(Toolbar, InvertsAndResets) {
  PanelDriver driver(large_canvas, predicted_films(1));
  selected_film(driver.state())->window = {50, 60, false};
  driver.click("Invert");
  EXPECT_TRUE(driver.state().invert);
  driver.click("Reset");
  EXPECT_FALSE(driver.state().invert);
  EXPECT_EQ(selected_film(driver.state())->window.low_level, 10.0);
}

TEST(Toolbar, OpensTheHelp) {
  PanelDriver driver(phone_canvas, predicted_films(1));
  driver.tap("?");
  EXPECT_TRUE(driver.state().help_visible);
}

TEST(Toolbar, NamesTheFilmWhereThereIsRoom) {
  PanelDriver driver(large_canvas, predicted_films(1));
  EXPECT_THAT(driver.texts("toolbar"), Contains("film-1.png"));
  EXPECT_THAT(driver.texts("toolbar"), Contains("64 \u00d7 48 px, 8 bit"));
  driver.resize(phone_canvas);
  EXPECT_THAT(driver.texts("toolbar"), Not(Contains(HasSubstr("film-1"))));
  EXPECT_THAT(driver.texts("film"), Contains("film-1.png"));
}

}  // namespace
}  // namespace chestlens::viewer
