#include "sample.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <viewer/measure_actions.hpp>

#include <string>
#include <vector>

namespace chestlens::viewer {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(Measure, SaysPixelsOrMillimetres) {
  const Measure length{{{10, 10}, {40, 50}}};
  EXPECT_EQ(words_of(length, {}), "50 px");
  EXPECT_EQ(words_of(length, PixelSpacing{0.2, 0.2}), "10.0 mm");
  EXPECT_EQ(words_of({{{0, 0}, {3, 4}}}, PixelSpacing{2.0, 1.0}), "7.2 mm");
  EXPECT_EQ(words_of({{{0, 0}, {2345, 0}}}, {}), "2,345 px");
}

TEST(Measure, SaysAnglesAsTheyAreOnTheBody) {
  EXPECT_EQ(words_of({{{10, 0}, {0, 0}, {0, 10}}}, {}), "90\u00b0");
  EXPECT_EQ(words_of({{{10, 0}, {0, 0}, {-10, 0}}}, {}), "180\u00b0");
  EXPECT_EQ(words_of({{{10, 0}, {0, 0}, {10, -10}}}, {}), "45\u00b0");
  EXPECT_EQ(words_of({{{10, 0}, {0, 0}, {10, -10}}}, PixelSpacing{1.0, 2.0}), "63\u00b0");
}

TEST(Measure, FindsTheNearestPointWithinReach) {
  const std::vector<Measure> measures{{{{0, 0}, {10, 0}}}, {{{12, 0}, {30, 0}, {30, 9}}}};
  EXPECT_EQ(point_near(measures, {11.5, 0}, 3), (MeasurePoint{1, 0}));
  EXPECT_EQ(point_near(measures, {30, 8}, 3), (MeasurePoint{1, 2}));
  EXPECT_EQ(point_near(measures, {20, 0}, 3), std::nullopt);
}

TEST(Measure, AnAnglesSecondArmIsAsLongAsItsFirst) {
  const Measure angle = angle_from({{{20, 10}, {10, 10}}});
  EXPECT_EQ(words_of(angle, {}), "45\u00b0");
  EXPECT_EQ(words_of({{angle.points[1], angle.points[2]}}, {}), "10 px");
}

class MeasureActions : public testing::Test {
 protected:
  MeasureActions() { state_.events.clear(); }

  Film& film() { return *selected_film(state_); }

  void lay(Point from, Point to) {
    begin_measuring(state_, film(), from, 2.0);
    move_measuring(state_, film(), to);
    end_measuring(state_, film(), 1.0);
  }
  std::string words(std::size_t i = 0) { return words_of(film().measures.at(i), film().spacing); }

  State state_ = sample_state();  // of films of 40 x 30 pixels
};

TEST_F(MeasureActions, LayALengthAndMoveItsEnds) {
  choose_measure_tool(state_, MeasureTool::length);
  lay({5, 5}, {25, 5});
  EXPECT_EQ(words(), "20 px");
  lay({25, 6}, {35, 5});
  ASSERT_THAT(film().measures, SizeIs(1));
  EXPECT_EQ(words(), "30 px");
  lay({5, 20}, {5, 100});
  EXPECT_EQ(words(1), "10 px") << "it ends where the film does";
  EXPECT_THAT(state_.events, SizeIs(3));
}

TEST_F(MeasureActions, APressIsNoMeasure) {
  choose_measure_tool(state_, MeasureTool::length);
  lay({5, 5}, {5.5, 5});
  EXPECT_THAT(film().measures, IsEmpty());
}

TEST_F(MeasureActions, LayAnAngleAndMoveItsVertex) {
  choose_measure_tool(state_, MeasureTool::angle);
  lay({5, 15}, {20, 15});
  EXPECT_EQ(words(), "45\u00b0");
  lay(film().measures[0].points[2], {20, 1});
  EXPECT_EQ(words(), "90\u00b0");
}

TEST_F(MeasureActions, KeysLayMoveAndLetGo) {
  apply(state_, *command_for_key("'"));
  apply(state_, *command_for_key("f"));
  ASSERT_THAT(film().measures, SizeIs(1));
  EXPECT_EQ(words(), "8 px");
  const double before = film().measures[0].points[0].x;
  apply(state_, *command_for_key("ArrowLeft"));
  EXPECT_LT(film().measures[0].points[0].x, before);
  apply(state_, *command_for_key("f"));
  EXPECT_EQ(state_.measure.held, (MeasurePoint{0, 1}));
  apply(state_, *command_for_key("Escape"));
  EXPECT_EQ(state_.measure.held, std::nullopt);
  apply(state_, *command_for_key("Backspace"));
  EXPECT_THAT(film().measures, IsEmpty());
}

TEST_F(MeasureActions, GoWithTheFilmAsItWas) {
  choose_measure_tool(state_, MeasureTool::length);
  lay({5, 5}, {25, 5});
  state_.events.clear();
  ASSERT_TRUE(change_film(state_, film().id, {.quarter_turns = 1}));
  EXPECT_THAT(film().measures, IsEmpty());
  EXPECT_TRUE(std::holds_alternative<MeasuresChanged>(state_.events.front()));
}

TEST_F(MeasureActions, ASecondFingerDropsWhatTheFirstBegan) {
  choose_measure_tool(state_, MeasureTool::length);
  begin_measuring(state_, film(), {5, 5}, 2.0);
  drop_measuring(state_);
  EXPECT_THAT(film().measures, IsEmpty());
  EXPECT_EQ(state_.measure.tool, MeasureTool::length);
}

TEST_F(MeasureActions, ASpacingIsWiderThanNothing) {
  EXPECT_TRUE(set_spacing(state_, 1, {0.14, 0.14}));
  EXPECT_EQ(set_spacing(state_, 1, {0.0, 0.14}).error().code, ErrorCode::invalid_argument);
  EXPECT_EQ(set_spacing(state_, 9, {0.14, 0.14}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace chestlens::viewer
