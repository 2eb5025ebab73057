#include "both_hands.hpp"
#include "tab_scenes.hpp"

#include <gmock/gmock.h>

namespace chestlens::viewer {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::SizeIs;

constexpr int film_side = 160;  // of questionable_film(), pixels

class MeasureOnFilm : public BothHands {
 protected:
  void open_film() {
    State state = questionable_film();
    state.tab = Tab::answer;
    open(std::move(state));
  }

  /// Film pixels on the screen.
  Point on_film(double x, double y) {
    const ImRect box = driver().pictures("film").at(0).box;
    const auto scale = static_cast<double>(box.GetWidth()) / film_side;
    return {static_cast<double>(box.Min.x) + x * scale, static_cast<double>(box.Min.y) + y * scale};
  }
};
CHESTLENS_BOTH_HANDS(MeasureOnFilm);

TEST_P(MeasureOnFilm, ADragLaysALengthThatIsSaid) {
  open_film();
  ASSERT_TRUE(set_spacing(state(), 1, {0.5, 0.5}));
  press("Length");
  const Point before = film().view.center;
  drag(on_film(20, 40), on_film(120, 40));
  ASSERT_THAT(film().measures, SizeIs(1));
  EXPECT_NEAR(pixels_of(film().measures[0]), 100, 1.5);
  EXPECT_THAT(driver().texts("film"), Contains(words_of(film().measures[0], film().spacing)));
  EXPECT_EQ(film().view.center.x, before.x) << "the film was not moved";
  EXPECT_EQ(take<MeasuresChanged>().size(), 1U);
}

TEST_P(MeasureOnFilm, AnEndIsDraggedOn) {
  open_film();
  press("Length");
  drag(on_film(20, 40), on_film(120, 40));
  drag(on_film(120, 40), on_film(70, 40));
  ASSERT_THAT(film().measures, SizeIs(1));
  EXPECT_NEAR(pixels_of(film().measures[0]), 50, 2);
}

TEST_P(MeasureOnFilm, AnAngleIsLaidByOneDrag) {
  open_film();
  press("Angle");
  drag(on_film(20, 80), on_film(80, 80));
  ASSERT_THAT(film().measures, SizeIs(1));
  EXPECT_THAT(driver().texts("film"), Contains("45\u00b0"));
}

TEST_P(MeasureOnFilm, TheLastOneIsRemoved) {
  open_film();
  press("Length");
  drag(on_film(20, 40), on_film(120, 40));
  press("Remove the last");
  EXPECT_THAT(film().measures, IsEmpty());
}

TEST_P(MeasureOnFilm, WithoutAToolADragMovesTheFilm) {
  open_film();
  press("Length");
  press("Length");
  drag(on_film(60, 60), on_film(90, 60));
  EXPECT_THAT(film().measures, IsEmpty());
  EXPECT_NE(film().view.center.x, 0.5);
}

}  // namespace
}  // namespace chestlens::viewer
