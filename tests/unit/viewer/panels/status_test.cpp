#include "driver/panel_driver.hpp"
#include "scenes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(StatusBar, SaysWhatThisIsForOnEveryCanvas) {
  for (const Canvas& canvas : {large_canvas, small_canvas, phone_canvas}) {
    const PanelDriver driver(canvas, predicted_films(1));
    EXPECT_THAT(driver.texts("status"), Contains("For education and research. Not for diagnosis."));
  }
}

TEST(StatusBar, ShowsALongTextWholeUnderTheCursor) {
  PanelDriver driver(small_canvas, wordy_films());
  const std::string whole = driver.state().status_text;
  EXPECT_THAT(driver.texts("status"), Contains(HasSubstr("\u2026")));
  EXPECT_THAT(driver.texts(), testing::Not(Contains(whole)));
  driver.point_at("status");
  EXPECT_THAT(driver.texts(), Contains(whole));
}

TEST(StatusBar, AShortTextHasNoTooltip) {
  PanelDriver driver(large_canvas, predicted_films(1));
  const auto before = driver.texts();
  driver.point_at("status");
  EXPECT_EQ(driver.texts(), before);
  EXPECT_THAT(before, Contains("DenseNet-121 is ready."));
}

}  // namespace
}  // namespace chestlens::viewer
