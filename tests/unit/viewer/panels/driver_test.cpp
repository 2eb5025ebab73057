#include "made_up_panel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace chestlens::viewer {
namespace {

using testing::ElementsAre;

TEST(PanelDriver, ReadsTextsOfPanelsAndOfImGuiInTheirOrder) {
  const PanelDriver driver(made_up_canvas, {}, made_up_panel([](const Ui& ui) {
                             line(ui.fonts.body, ui.palette.text, "by a widget");
                             paragraph(ui.fonts.small, ui.palette.text, "by ImGui");
                             ImGui::GetWindowDrawList()->AddText({10, 100}, ui.palette.text,
                                                                 "plain");
                             ImGui::GetWindowDrawList()->AddText({10, 130}, 0, "without color");
                             text_at(ui.fonts.body, {10, 300}, ui.palette.text, "out of sight");
                           }));
  EXPECT_THAT(driver.texts(), ElementsAre("by a widget", "by ImGui", "plain"));
  EXPECT_THAT(driver.texts("made-up"), ElementsAre("by a widget", "by ImGui", "plain"));
  EXPECT_THAT(driver.texts("another"), ElementsAre());
}

TEST(PanelDriver, MeasuresTextsWholeAndWrapped) {
  const std::string words = "several words that want more than one line of such a narrow panel";
  const PanelDriver driver(made_up_canvas, {}, made_up_panel([&](const Ui& ui) {
                             text_at(ui.fonts.body, {200, 10}, ui.palette.text, words);
                             ImGui::SetCursorScreenPos({0, 50});
                             paragraph(ui.fonts.body, ui.palette.text, words);
                           }));
  const auto& texts = driver.drawn().texts;
  ASSERT_EQ(texts.size(), 2U);
  EXPECT_GT(texts[0].box.Max.x, 500.0F) << "the part that is clipped counts";
  EXPECT_LE(texts[1].box.Max.x, 300.0F);
  EXPECT_GT(texts[1].box.GetHeight(), 1.5F * texts[0].box.GetHeight());
}

TEST(PanelDriver, PressesByMouseAndByFinger) {
  std::vector<ImGuiMouseSource> sources;
  PanelDriver driver(made_up_canvas, {}, made_up_panel([&](const Ui& ui) {
                       if (button(ui, "press")) sources.push_back(ImGui::GetIO().MouseSource);
                     }));
  driver.click("press");
  driver.tap("press");
  EXPECT_THAT(sources, ElementsAre(ImGuiMouseSource_Mouse, ImGuiMouseSource_TouchScreen));
  EXPECT_FALSE(ImGui::IsMousePosValid()) << "a finger leaves no pointer";
}

TEST(PanelDriver, RefusesItemsThatAreNotInSightOrInTwoPanels) {
  PanelDriver driver(made_up_canvas, {}, made_up_panel([](const Ui& ui) {
                       button(ui, "twin");
                       ImGui::SetCursorScreenPos({0, 500});
                       button(ui, "below");
                       ImGui::Dummy({1, 1});
                       end_panel();
                       begin_panel("second", {300, 0, 300, 200}, ui.palette.panel, {0, 0});
                       button(ui, "twin");
                     }));
  EXPECT_THROW(driver.click("twin"), std::runtime_error);
  EXPECT_NO_THROW(driver.click({"twin", 0, "second"}));
  EXPECT_THROW(driver.click({"twin", 1, "second"}), std::runtime_error);
  EXPECT_THROW(driver.click("below"), std::runtime_error);
  EXPECT_THROW(driver.click("absent"), std::runtime_error);
}

TEST(PanelDriver, FailsATestThatMisusesImGui) {
  int frames = 0;
  EXPECT_NONFATAL_FAILURE(PanelDriver(made_up_canvas, {}, made_up_panel([&](const Ui&) {
                                        if (++frames == 1) ImGui::SetCursorScreenPos({0, 150});
                                      })),
                          "SetCursorPos");
}

TEST(PanelDriver, IsAlone) {
  const PanelDriver driver;
  EXPECT_THROW(PanelDriver{}, std::logic_error);
}

}  // namespace
}  // namespace chestlens::viewer
