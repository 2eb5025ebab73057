#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>

namespace chestlens::viewer {
namespace {

using testing::IsEmpty;

constexpr int film_side = 160;  // of questionable_film(), pixels

class CoverToolOnFilm : public BothHands {
 protected:
  /// Film pixels on the screen.
  Point on_film(double x, double y) {
    const ImRect box = driver().pictures("film").at(0).box;
    const auto scale = static_cast<double>(box.GetWidth()) / film_side;
    return {static_cast<double>(box.Min.x) + x * scale, static_cast<double>(box.Min.y) + y * scale};
  }

  /// What the one question that was sent covers.
  CoveredArea covered() {
    const auto sent = take<QuestionAsked>();
    if (sent.size() != 1) throw std::runtime_error("not one question was sent");
    return std::get<CoverQuestion>(*parse_question(sent.front().question)).area;
  }

  /// Pointers stand on whole units of the screen, which are less than a pixel of the film.
  static void expect_near(const Box& box, const Box& expected) {
    EXPECT_NEAR(box.left, expected.left, 1);
    EXPECT_NEAR(box.top, expected.top, 1);
    EXPECT_NEAR(box.right, expected.right, 1);
    EXPECT_NEAR(box.bottom, expected.bottom, 1);
  }
};
CHESTLENS_BOTH_HANDS(CoverToolOnFilm);

TEST_P(CoverToolOnFilm, DrawsARectangle) {
  open(questionable_film());
  press("Rectangle");
  drag(on_film(40, 30), on_film(80, 120));
  expect_near(std::get<RectangleArea>(covered()).box, {40, 30, 80, 120});
}

TEST_P(CoverToolOnFilm, DrawsARectangleFromItsLowerRightCorner) {
  open(questionable_film());
  press("Rectangle");
  drag(on_film(80, 120), on_film(40, 30));
  expect_near(std::get<RectangleArea>(covered()).box, {40, 30, 80, 120});
}

TEST_P(CoverToolOnFilm, DrawsAnEllipse) {
  open(questionable_film());
  press("Ellipse");
  drag(on_film(20, 50), on_film(70, 90));
  expect_near(std::get<EllipseArea>(covered()).box, {20, 50, 70, 90});
}

TEST_P(CoverToolOnFilm, DrawsWithABrushOfItsWidth) {
  open(questionable_film());
  press("Brush");
  slide("brush", 1.0);
  drag(on_film(20, 80), on_film(140, 80));
  const BrushArea brush = std::get<BrushArea>(covered());
  ASSERT_EQ(brush.strokes.size(), 1U);
  EXPECT_GT(brush.strokes.front().points.size(), 5U);
  EXPECT_NEAR(brush.strokes.front().points.back().x, 140, 1);
  EXPECT_NEAR(brush.strokes.front().radius_pixels, 0.15 * film_side, 0.5);
}

TEST_P(CoverToolOnFilm, AsksWhenItIsReleased) {
  open(questionable_film());
  press("Rectangle");
  driver().hold(on_film(40, 30));
  driver().move_on(on_film(80, 120));
  EXPECT_TRUE(state().question.drawing);
  EXPECT_THAT(take<QuestionAsked>(), IsEmpty());
  driver().release();
  EXPECT_FALSE(state().question.drawing);
  EXPECT_EQ(take<QuestionAsked>().size(), 1U);
}

TEST_P(CoverToolOnFilm, KeysDrawAsAHandDoes) {
  open(questionable_film());
  press("Rectangle");
  const auto shapes = [&] { return driver().drawn().meshes.size(); };
  const std::size_t before = shapes();
  for (const char* key : {"f", "ArrowRight", "ArrowDown"}) driver().press(key);
  if (!is_phone()) {
    EXPECT_GT(shapes(), before) << "the pen, where no other shape is near";
  }
  driver().press("f");
  expect_near(std::get<RectangleArea>(covered()).box, {80, 80, 83, 83});
  press("Rectangle");
  drag(on_film(40, 30), on_film(80, 120));
  expect_near(std::get<RectangleArea>(covered()).box, {40, 30, 80, 120});
  EXPECT_FALSE(state().question.pen) << "a hand draws now";
}

TEST_P(CoverToolOnFilm, DrawsOnTheFilmAsItIsZoomed) {
  open(questionable_film());
  press("Rectangle");
  driver().wheel(on_film(80, 80), 4);
  ASSERT_NEAR(film().view.zoom, 2.0, 1e-6);
  drag(on_film(70, 70), on_film(90, 85));
  expect_near(std::get<RectangleArea>(covered()).box, {70, 70, 90, 85});
}

TEST_P(CoverToolOnFilm, MovesTheFilmByTheFirstTool) {
  open(questionable_film());
  press("Rectangle");
  press("Move");
  const Point before = on_film(0, 0);
  drag(on_film(40, 40), on_film(50, 40));
  EXPECT_GT(on_film(0, 0).x, before.x + 10);
  EXPECT_THAT(take<QuestionAsked>(), IsEmpty());
}

TEST_P(CoverToolOnFilm, CoversNothingWhereNothingIsDrawn) {
  open(questionable_film());
  press("Rectangle");
  press(on_film(300, 80));
  EXPECT_THAT(take<QuestionAsked>(), IsEmpty());
}

}  // namespace
}  // namespace chestlens::viewer
