#include "driver/panel_driver.hpp"
#include "scenes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <viewer/windowing.hpp>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const Film& film_of(PanelDriver& driver) {
  return *selected_film(driver.state());
}

TEST(ResultsPanel, ShowsThePartWhoseTabIsPressed) {
  for (const Canvas& canvas : {large_canvas, phone_canvas}) {
    PanelDriver driver(canvas, predicted_films(1));
    const std::pair<const char*, Tab> tabs[] = {{"Question", Tab::question},
                                                {"Explain", Tab::explain},
                                                {"Map", Tab::map},
                                                {"Compare", Tab::compare},
                                                {"Answer", Tab::answer}};
    for (const auto& [label, tab] : tabs) {
      driver.tap(label);
      EXPECT_EQ(driver.state().tab, tab) << label;
    }
  }
}

TEST(ResultsPanel, SaysEveryClassWithItsProbability) {
  const PanelDriver driver(large_canvas, predicted_films(1));
  const auto texts = driver.texts("results");
  for (const char* text : {"normal", "10.0 %", "pneumonia", "20.0 %", "covid19", "70.0 %"}) {
    EXPECT_THAT(texts, Contains(text));
  }
}

TEST(ResultsPanel, AFingerThatScrollsPressesNothing) {
  PanelDriver driver(phone_canvas, predicted_films(1));
  const DrawnItem row = driver.item({"class", 1});
  const Point from = middle_of(row);
  driver.touch_drag(from, {from.x, from.y - 100});
  EXPECT_EQ(shown_class(film_of(driver)), 2);
  EXPECT_THAT(driver.texts("results"), Not(Contains("Answer"))) << "the tabs scrolled away";
}

TEST(ResultsPanel, SetsLevelAndWidthOfTheWindow) {
  PanelDriver driver(large_canvas, predicted_films(1));
  driver.drag("Level", 0.5);
  EXPECT_NEAR(level_width(film_of(driver).window).level, 127.5, 4);
  driver.drag("Width", 0.0);
  EXPECT_EQ(level_width(film_of(driver).window).width, 1.0);
  driver.drag("Width", 1.0);
  EXPECT_EQ(level_width(film_of(driver).window).width, 255.0);
}

TEST(ResultsPanel, SaysWhatIsMissingWithoutAPrediction) {
  PanelDriver driver(large_canvas, decoded_film());
  EXPECT_THAT(driver.texts("results"), Contains("No model is loaded yet."));
  set_model(driver.state(), {"DenseNet-121", {"a", "b"}, FitMode::squash});
  driver.settle();
  EXPECT_THAT(driver.texts("results"), Contains("Predicting\u2026"));
  ASSERT_TRUE(set_failure(driver.state(), 1, "out of memory"));
  driver.settle();
  EXPECT_THAT(driver.texts("results"), Contains("Out of memory."));
  EXPECT_THAT(driver.texts("results"), Not(Contains("Predicting\u2026")));
}

}  // namespace
}  // namespace chestlens::viewer
