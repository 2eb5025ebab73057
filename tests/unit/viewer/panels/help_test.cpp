#include "driver/panel_driver.hpp"
#include "scenes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <viewer/commands.hpp>

#include <iterator>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

TEST(HelpPanel, NamesEveryKeyAndGesture) {
  PanelDriver driver(large_canvas, predicted_films(1));
  EXPECT_TRUE(driver.press("?"));
  const auto texts = driver.texts("help");
  for (const KeyHelp& row : key_help) {
    EXPECT_THAT(texts, Contains(row.keys));
    EXPECT_THAT(texts, Contains(row.meaning));
  }
  for (const KeyHelp& row : mouse_help) EXPECT_THAT(texts, Contains(row.meaning));
}

TEST(HelpPanel, ClosesByAClickBesideItAndByEscape) {
  PanelDriver driver(large_canvas, predicted_films(2));
  driver.press("?");
  driver.click(Point{60, 160});
  EXPECT_FALSE(driver.state().help_visible);
  EXPECT_EQ(driver.state().selected_id, 1) << "the film below the shade takes no click";
  driver.press("?");
  driver.press("Escape");
  EXPECT_THAT(driver.texts("help"), IsEmpty());
}

TEST(HelpPanel, StaysWhereItIsClicked) {
  PanelDriver driver(phone_canvas, predicted_films(1));
  driver.press("?");
  driver.tap(Point{195, 422});
  EXPECT_TRUE(driver.state().help_visible);
}

TEST(HelpPanel, NoLineRunsIntoTheNext) {
  for (const Canvas& canvas : {large_canvas, phone_canvas, Canvas{390, 700, 3}}) {
    PanelDriver driver(canvas, predicted_films(1));
    driver.press("?");
    const auto& texts = driver.drawn().texts;
    for (auto one = texts.begin(); one != texts.end(); ++one) {
      if (one->panel != "help") continue;
      for (auto other = std::next(one); other != texts.end(); ++other) {
        if (other->panel != "help") continue;
        EXPECT_FALSE(one->box.Overlaps(other->box)) << one->text << " / " << other->text;
      }
    }
  }
}

TEST(HelpPanel, AFingerScrollsItWhereTheCanvasIsLow) {
  PanelDriver driver({844, 390, 2}, predicted_films(1));
  driver.press("?");
  EXPECT_THAT(driver.texts("help"), Not(Contains("This help")));
  for (int drags = 0; drags < 4; ++drags) driver.touch_drag({422, 300}, {422, 100});
  EXPECT_THAT(driver.texts("help"), Contains("This help"));
  EXPECT_TRUE(driver.state().help_visible);
}

}  // namespace
}  // namespace chestlens::viewer
