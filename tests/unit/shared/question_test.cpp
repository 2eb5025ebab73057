#include "support/chest_film.hpp"

#include <chestlens/film_transforms.hpp>
#include <chestlens/find_text.hpp>
#include <chestlens/lung_field.hpp>
#include <chestlens/question.hpp>
#include <chestlens/slider.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr int side = 160;

Question cover(CoveredArea area, CoverFill fill = CoverFill::mean) {
  return CoverQuestion{std::move(area), fill};
}
Question change(ChangeKind kind, double amount) {
  return ChangeQuestion{kind, amount};
}

/// Why a film cannot be asked, with the thing's name.
std::string refusal(const Question& question, const GreyImage& film = test::chest_film(side)) {
  const auto result = asked(film, question);
  return result ? "" : to_string(result.error());
}

/// Shares of a region's pixels on the film's left half.
double left_share(const Region& region) {
  double left = 0.0, all = 0.0;
  for (std::size_t i = 0; i < region.pixels.size(); ++i) {
    all += region.pixels[i];
    left += i % side < side / 2 ? region.pixels[i] : 0.0;
  }
  return left / all;
}

TEST(Question, CoversTheRegionThatItNamesAndNothingElse) {
  const GreyImage film = test::chest_film(side);
  const std::vector<CoveredArea> areas{FilmPart::border,
                                       FilmPart::text,
                                       FilmPart::right_lung,
                                       FilmPart::all_but_lungs,
                                       RectangleArea{{10, 20, 60, 90}},
                                       EllipseArea{{-10, 20, 60, 90}},
                                       BrushArea{{{{{20.0, 30.0}, {90.0, 60.0}}, 8.0}}}};
  for (const CoveredArea& area : areas) {
    for (const CoverFill fill : {CoverFill::mean, CoverFill::blurred, CoverFill::noise}) {
      const Region region = region_of(film, cover(area, fill)).value();
      const auto result = asked(film, cover(area, fill));
      ASSERT_TRUE(result) << in_words(area);
      EXPECT_EQ(result->pixels, covered(film, region, fill)->pixels) << in_words(area);
      EXPECT_NE(result->pixels, film.pixels) << in_words(area);
    }
  }
}

TEST(Question, PartsAreThoseThatTheLibraryFinds) {
  const GreyImage film = test::chest_film(side);
  const LungField field = estimate_lung_field(film);
  ASSERT_TRUE(field.is_seen);
  const auto pixels = [&](FilmPart part) { return region_of(film, cover(part))->pixels; };
  EXPECT_EQ(pixels(FilmPart::border), border_region(side, side, border_share).pixels);
  EXPECT_EQ(pixels(FilmPart::text), boxes_region(side, side, find_text(film)).pixels);
  const Region lungs = grown(both_lungs(field), 5);  // 3 % of 160 pixels
  EXPECT_EQ(pixels(FilmPart::both_lungs), lungs.pixels);
  EXPECT_EQ(pixels(FilmPart::all_but_lungs), outside(lungs).pixels);
}

TEST(Question, ThePatientsRightLungIsOnTheFilmsLeft) {
  const GreyImage film = test::chest_film(side);
  EXPECT_GT(left_share(region_of(film, cover(FilmPart::right_lung)).value()), 0.95);
  EXPECT_LT(left_share(region_of(film, cover(FilmPart::left_lung)).value()), 0.05);
}

TEST(Question, ChangesTheFilmByItsAmountAndKeepsItsSize) {
  const GreyImage film = test::chest_film(side);
  EXPECT_EQ(asked(film, change(ChangeKind::brightness, 2.0))->pixels,
            with_lighting(film, 2.0, 1.0).pixels);
  EXPECT_EQ(asked(film, change(ChangeKind::contrast, 0.5))->pixels,
            with_lighting(film, 1.0, 0.5).pixels);
  EXPECT_EQ(asked(film, change(ChangeKind::rotation, -10.0))->pixels,
            moved(film, 0.0, -10.0).pixels);
  EXPECT_EQ(asked(film, change(ChangeKind::mirror, 1.0))->pixels, mirrored(film).pixels);
  EXPECT_EQ(asked(film, change(ChangeKind::resolution, 40.0))->pixels,
            coarsened(film, 40, 40).pixels);
  for (const Slider& slider : sliders(film)) {
    EXPECT_EQ(asked(film, change(slider.kind, slider.neutral))->pixels, film.pixels) << slider.name;
    const auto strongest = asked(film, change(slider.kind, slider.values.front())).value();
    EXPECT_EQ(strongest.pixels.size(), film.pixels.size()) << slider.name;
    EXPECT_EQ(strongest.pixels == film.pixels, slider.neutral == slider.low) << slider.name;
  }
}

TEST(Question, TheResolutionIsThatOfTheShorterSide) {
  GreyImage wide{300, 100, 255, {}};
  for (int i = 0; i < 300 * 100; ++i) wide.pixels.push_back(static_cast<std::uint16_t>(i % 251));
  EXPECT_EQ(asked(wide, change(ChangeKind::resolution, 50.0))->pixels,
            coarsened(wide, 150, 50).pixels);
}

TEST(Question, TheReadyOnesAreEveryPart) {
  const auto ready = ready_questions(CoverFill::noise);
  ASSERT_EQ(ready.size(), film_part_names().size());
  for (std::size_t i = 0; i < ready.size(); ++i) {
    const auto part = parse_film_part(film_part_names()[i]).value();
    EXPECT_EQ(ready[i], cover(part, CoverFill::noise));
    EXPECT_EQ(to_string(part), film_part_names()[i]);
  }
}

TEST(Question, WhatTheFilmDoesNotShowIsNotFound) {
  const GreyImage plain = test::chest_film(side, /*with_text=*/false);
  const auto text = asked(plain, cover(FilmPart::text));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, ErrorCode::not_found);
  EXPECT_EQ(to_string(text.error()), "the text found: none was found on this film");
  const GreyImage blank{64, 48, 255, std::vector<std::uint16_t>(64 * 48, 90)};
  for (const auto part :
       {FilmPart::right_lung, FilmPart::left_lung, FilmPart::both_lungs, FilmPart::all_but_lungs}) {
    const auto lungs = region_of(blank, cover(part));
    ASSERT_FALSE(lungs);
    EXPECT_EQ(lungs.error().code, ErrorCode::not_found);
    EXPECT_THAT(to_string(lungs.error()), HasSubstr("the lungs were not seen on this film"));
    EXPECT_THAT(to_string(lungs.error()), StartsWith(in_words(CoveredArea(part))));
  }
}

TEST(Question, ACoverOfNothingOrOfAllIsRefused) {
  EXPECT_EQ(refusal(cover(RectangleArea{{200, 10, 240, 50}})),
            "the rectangle of 40 x 40 pixels at 200, 10: covers nothing of a film of 160 x 160 "
            "pixels");
  EXPECT_THAT(refusal(cover(RectangleArea{{-1, -1, 161, 161}})), HasSubstr("covers all of a film"));
  EXPECT_THAT(refusal(cover(EllipseArea{{300, 10, 340, 50}})), HasSubstr("covers nothing"));
  EXPECT_THAT(refusal(cover(BrushArea{{{{{-50.0, 9.0}}, 3.0}}})),
              StartsWith("the brushed part: covers nothing"));
  const GreyImage tiny{4, 4, 255, std::vector<std::uint16_t>(16, 9)};
  EXPECT_THAT(refusal(cover(FilmPart::border), tiny), HasSubstr("the border: covers nothing"));
}

TEST(Question, AShapeThatIsNoneIsRefused) {
  EXPECT_THAT(refusal(cover(RectangleArea{{60, 10, 40, 50}})),
              HasSubstr("has no pixel: left 60 must be below right 40"));
  EXPECT_THAT(refusal(cover(EllipseArea{{10, 50, 40, 50}})), HasSubstr("has no pixel"));
  EXPECT_THAT(refusal(cover(RectangleArea{{0, 0, std::numeric_limits<int>::max(), 9}})),
              HasSubstr("more than 1,000,000 pixels away"));
  EXPECT_THAT(refusal(cover(BrushArea{})), HasSubstr("must have a stroke"));
  EXPECT_THAT(refusal(cover(BrushArea{{{{}, 4.0}}})), HasSubstr("must have a point"));
  const std::vector<FilmPoint> point{{80.0, 80.0}};
  EXPECT_THAT(refusal(cover(BrushArea{{{point, 0.0}}})),
              HasSubstr("radius must be more than 0 pixels, is 0"));
  const double none = std::numeric_limits<double>::quiet_NaN();
  EXPECT_NE(refusal(cover(BrushArea{{{point, none}}})), "");
  EXPECT_NE(refusal(cover(BrushArea{{{point, std::numeric_limits<double>::infinity()}}})), "");
  EXPECT_NE(refusal(cover(BrushArea{{{{{none, 8.0}}, 4.0}}})), "");
}

TEST(Question, AnEmptyFilmAndAChangesRegionAreRefused) {
  EXPECT_EQ(refusal(cover(FilmPart::border), {}), "the film is empty");
  EXPECT_EQ(refusal(change(ChangeKind::mirror, 1.0), {}), "the film is empty");
  const auto region = region_of(test::chest_film(side), change(ChangeKind::contrast, 2.0));
  ASSERT_FALSE(region);
  EXPECT_EQ(to_string(region.error()), "at contrast 2: changes the whole film, and covers nothing");
}

TEST(Question, IsSaidInWords) {
  EXPECT_EQ(in_words(cover(FilmPart::border)), "the border covered by the mean of the rest");
  EXPECT_EQ(in_words(cover(FilmPart::text, CoverFill::blurred)), "the text found blurred");
  EXPECT_EQ(in_words(cover(RectangleArea{{10, 20, 90, 60}}, CoverFill::noise)),
            "the rectangle of 80 x 40 pixels at 10, 20 covered by noise");
  EXPECT_EQ(in_words(change(ChangeKind::rotation, 10.0)), "turned by 10 degrees to the right");
  EXPECT_EQ(in_words(change(ChangeKind::rotation, -1.0)), "turned by 1 degree to the left");
  EXPECT_EQ(in_words(change(ChangeKind::brightness, 1.2)), "at brightness 1.2");
  EXPECT_EQ(in_words(change(ChangeKind::mirror, 1.0)), "mirrored");
  EXPECT_EQ(in_words(change(ChangeKind::resolution, 64.0)), "at a resolution of 64 pixels");
}

}  // namespace
}  // namespace chestlens
