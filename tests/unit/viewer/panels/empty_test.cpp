#include "driver/panel_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::IsEmpty;

TEST(EmptyPanel, AsksForFilesByMouseAndByFinger) {
  PanelDriver driver;
  driver.click("Choose files");
  auto events = driver.take_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<FilesWanted>(events[0]));

  driver.resize(phone_canvas);
  driver.tap("Choose files");
  events = driver.take_events();
  ASSERT_EQ(events.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<FilesWanted>(events[0]));
}

TEST(EmptyPanel, AClickBesideTheButtonDoesNothing) {
  PanelDriver driver;
  driver.click(Point{10, 10});
  EXPECT_THAT(driver.take_events(), IsEmpty());
}

TEST(EmptyPanel, SaysThatFilmsStayHere) {
  const PanelDriver driver;
  EXPECT_THAT(driver.texts("empty"),
              Contains("Films stay on this device: nothing is sent anywhere."));
}

TEST(EmptyPanel, GoesWithTheFirstFilm) {
  PanelDriver driver;
  ASSERT_TRUE(add_film(driver.state(), 1, "a.png"));
  driver.settle();
  EXPECT_THAT(driver.texts("empty"), IsEmpty());
  EXPECT_THAT(driver.texts("film"), Contains("Waiting to be read\u2026"));
}

}  // namespace
}  // namespace chestlens::viewer
