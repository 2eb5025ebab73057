#include <gtest/gtest.h>
#include <viewer/questions.hpp>

namespace chestlens::viewer {
namespace {

const GreyImage film{256, 300, 255, {}};

TEST(Questions, ShapesFollowAFilmThatWasShrunk) {
  const Question reduced =
      of_reduced(CoverQuestion{RectangleArea{{5, 8, 21, 30}}, CoverFill::noise}, 4);
  EXPECT_EQ(reduced, Question(CoverQuestion{RectangleArea{{1, 2, 6, 8}}, CoverFill::noise}));
  const Question border = CoverQuestion{FilmPart::border, CoverFill::mean};
  EXPECT_EQ(of_reduced(border, 4), border);
  EXPECT_EQ(of_reduced(ChangeQuestion{ChangeKind::resolution, 64}, 4),
            Question(ChangeQuestion{ChangeKind::resolution, 16}));
  EXPECT_EQ(of_reduced(CoverQuestion{BrushArea{{{{{8.0, 2.0}}, 6.0}}}, CoverFill::mean}, 2),
            Question(CoverQuestion{BrushArea{{{{{4.0, 1.0}}, 3.0}}}, CoverFill::mean}));
}

TEST(Questions, FactorsAndPixelsStandByTheirLogarithm) {
  const Slider brightness = slider_of(ChangeKind::brightness, film);
  EXPECT_DOUBLE_EQ(place_of(brightness, 1.0), 0.5);
  EXPECT_DOUBLE_EQ(place_of(brightness, 2.0), 0.75);
  const Slider resolution = slider_of(ChangeKind::resolution, film);
  EXPECT_NEAR(place_of(resolution, 64.0), 1.0 / 3.0, 1e-12);
  const Slider rotation = slider_of(ChangeKind::rotation, film);
  EXPECT_DOUBLE_EQ(place_of(rotation, -15.0), 0.25);
}

TEST(Questions, AmountsAreRoundedToWhatIsSaid) {
  EXPECT_DOUBLE_EQ(amount_at(slider_of(ChangeKind::brightness, film), 0.6), 1.32);
  EXPECT_DOUBLE_EQ(amount_at(slider_of(ChangeKind::rotation, film), 0.26), -14.0);
  EXPECT_DOUBLE_EQ(amount_at(slider_of(ChangeKind::mirror, film), 0.7), 1.0);
  EXPECT_DOUBLE_EQ(amount_at(slider_of(ChangeKind::resolution, film), 0.5), 91.0);
  for (const Slider& slider : sliders(film)) {
    EXPECT_DOUBLE_EQ(amount_at(slider, 0.0), slider.low);
    EXPECT_DOUBLE_EQ(amount_at(slider, 1.0), slider.high);
  }
}

TEST(Questions, ASliderOfOneValueHasOnePlace) {
  const Slider tiny = slider_of(ChangeKind::resolution, {20, 20, 255, {}});
  EXPECT_DOUBLE_EQ(place_of(tiny, 20.0), 0.0);
  EXPECT_DOUBLE_EQ(amount_at(tiny, 0.7), 20.0);
}

}  // namespace
}  // namespace chestlens::viewer
