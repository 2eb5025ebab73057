#include "driver/layout_faults.hpp"

#include "made_up_panel.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::viewer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const LayoutRules rules = {{{"made-up", {0, 0, 300, 200}}}, 20.0};

std::vector<std::string> faults_of(std::function<void(const Ui&)> draw,
                                   const LayoutRules& of = rules) {
  const PanelDriver driver(made_up_canvas, {}, made_up_panel(std::move(draw)));
  return layout_faults(driver.drawn(), of);
}

void put_button(const Ui& ui, const char* label, ImVec2 place, float height) {
  ImGui::SetCursorScreenPos(place);
  button(ui, label, false, {80, height});
}

const char* const long_text = "a text that is a good deal longer than its panel is wide";

TEST(LayoutFaults, AreNoneInAPanelInOrder) {
  EXPECT_THAT(faults_of([](const Ui& ui) {
                put_button(ui, "one", {10, 10}, 24);
                put_button(ui, "two", {90, 10}, 24);
                text_at(ui.fonts.body, {10, 60}, ui.palette.text,
                        shortened(ui.fonts.body, long_text, 280));
              }),
              IsEmpty());
}

TEST(LayoutFaults, NameATextThatIsCut) {
  EXPECT_THAT(
      faults_of([](const Ui& ui) { text_at(ui.fonts.body, {10, 60}, ui.palette.text, long_text); }),
      ElementsAre(HasSubstr("\"a text that is a good deal longer than its panel is wide\"")));
  EXPECT_THAT(
      faults_of([](const Ui& ui) { text_at(ui.fonts.body, {10, 190}, ui.palette.text, "low"); }),
      ElementsAre(HasSubstr("is cut")));
}

TEST(LayoutFaults, NameATextThatIsOutOfSightAltogether) {
  EXPECT_THAT(
      faults_of([](const Ui& ui) { text_at(ui.fonts.body, {10, 230}, ui.palette.text, "gone"); }),
      ElementsAre(HasSubstr("\"gone\"")));
}

TEST(LayoutFaults, LetTextsBeThatScrollIntoSight) {
  const auto lines = [](const Ui& ui) {
    ImGui::BeginChild("lines", {200, 100});
    for (int row = 0; row < 30; ++row) {
      ImGui::PushID(row);
      button(ui, "row", false, {80, 24});
      ImGui::PopID();
      line(ui.fonts.body, ui.palette.text, "a line");
    }
    ImGui::EndChild();
  };
  EXPECT_THAT(faults_of(lines), IsEmpty());
}

TEST(LayoutFaults, NameATextThatIsWiderThanWhatScrollsDownwards) {
  const auto faults = faults_of([](const Ui& ui) {
    ImGui::BeginChild("lines", {200, 100});
    text_at(ui.fonts.body, ImGui::GetCursorScreenPos(), ui.palette.text, long_text);
    ImGui::Dummy({10, 400});
    ImGui::EndChild();
  });
  EXPECT_THAT(faults, ElementsAre(HasSubstr("is cut")));
}

TEST(LayoutFaults, NameItemsThatOverlap) {
  EXPECT_THAT(faults_of([](const Ui& ui) {
                put_button(ui, "one", {10, 10}, 24);
                put_button(ui, "two", {10, 30}, 24);
              }),
              ElementsAre(HasSubstr("\"two\" lies on \"one\"")));
  EXPECT_THAT(faults_of([](const Ui& ui) {
                ImGui::SetNextItemAllowOverlap();
                put_button(ui, "one", {10, 10}, 24);
                put_button(ui, "two", {10, 32}, 24);
              }),
              IsEmpty());
}

TEST(LayoutFaults, AButtonMayLieOnWhatIsPressedAroundIt) {
  EXPECT_THAT(faults_of([](const Ui& ui) {
                put_button(ui, "on it", {20, 20}, 24);
                ImGui::SetCursorScreenPos({10, 10});
                ImGui::InvisibleButton("ground", {200, 100});
              }),
              IsEmpty());
}

TEST(LayoutFaults, NameItemsThatAreTooLow) {
  const auto draw = [](const Ui& ui) { put_button(ui, "low", {10, 10}, 21); };
  EXPECT_THAT(faults_of(draw), IsEmpty());
  EXPECT_THAT(faults_of(draw, {rules.areas, 24.0}),
              ElementsAre("made-up: the item \"low\" is 21 high, less than 24"));
}

TEST(LayoutFaults, NameAnItemThatIsCut) {
  EXPECT_THAT(faults_of([](const Ui& ui) { put_button(ui, "wide", {240, 10}, 24); }),
              testing::Contains(HasSubstr("\"wide\" at (240, 10) to (320, 34) is cut")));
}

TEST(LayoutFaults, NameAnIdThatIsGivenTwice) {
  EXPECT_THAT(faults_of([](const Ui& ui) {
                put_button(ui, "same", {10, 10}, 24);
                put_button(ui, "same", {10, 60}, 24);
              }),
              ElementsAre(HasSubstr("\"same\" has an id that another has")));
}

TEST(LayoutFaults, NameTextsThatLieOnEachOther) {
  EXPECT_THAT(faults_of([](const Ui& ui) {
                text_at(ui.fonts.body, {10, 10}, ui.palette.text, "above");
                text_at(ui.fonts.body, {20, 18}, ui.palette.text, "below");
              }),
              ElementsAre(HasSubstr("\"below\" lies on \"above\"")));
}

TEST(LayoutFaults, ATextMayHaveARim) {
  const auto draw = [](const Ui& ui) {
    rimmed_text_at(ui.fonts.body, {10, 10}, ui.palette.text, "a name");
  };
  EXPECT_THAT(faults_of(draw), IsEmpty());
}

TEST(LayoutFaults, NameWhatIsOutsideThePanelsArea) {
  const auto draw = [](const Ui& ui) {
    ImGui::PushClipRect({0, 0}, {600, 400}, false);
    ImGui::GetWindowDrawList()->AddRectFilled({250, 100}, {500, 150}, ui.palette.line);
    ImGui::PopClipRect();
  };
  EXPECT_THAT(faults_of(draw), ElementsAre(HasSubstr("a shape")));
  EXPECT_THAT(faults_of([](const Ui&) {}, {{{"made-up", {0, 0, 300, 100}}}}),
              testing::Contains(HasSubstr("the window made-up")));
}

}  // namespace
}  // namespace chestlens::viewer
