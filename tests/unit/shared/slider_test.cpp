#include <chestlens/slider.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <vector>

namespace chestlens {
namespace {

const GreyImage film{300, 200, 255, std::vector<std::uint16_t>(300 * 200, 9)};

std::string refusal(ChangeKind kind, double amount) {
  const Status checked = check_amount({kind, amount}, film);
  return checked ? "" : to_string(checked.error());
}

TEST(Sliders, AreOneOfEachKindWithItsNeutralValueOnTheCurve) {
  const auto all = sliders(film);
  ASSERT_EQ(all.size(), 5U);
  for (const Slider& slider : all) {
    EXPECT_EQ(parse_change_kind(slider.name).value(), slider.kind);
    EXPECT_TRUE(std::ranges::is_sorted(slider.values)) << slider.name;
    EXPECT_EQ(slider.values.front(), slider.low) << slider.name;
    EXPECT_EQ(slider.values.back(), slider.high) << slider.name;
    EXPECT_EQ(std::ranges::count(slider.values, slider.neutral), 1) << slider.name;
    for (const double value : slider.values) EXPECT_EQ(refusal(slider.kind, value), "");
  }
}

TEST(Sliders, HaveTheValuesThatTheCurveIsDrawnAt) {
  EXPECT_EQ(slider_of(ChangeKind::rotation, film).values,
            (std::vector<double>{-30, -25, -20, -15, -10, -5, 0, 5, 10, 15, 20, 25, 30}));
  const std::vector<double> factors{0.25, 0.31, 0.4, 0.5,  0.63, 0.79, 1,
                                    1.26, 1.59, 2,   2.52, 3.17, 4};
  EXPECT_EQ(slider_of(ChangeKind::brightness, film).values, factors);
  EXPECT_EQ(slider_of(ChangeKind::contrast, film).values, factors);
  EXPECT_EQ(slider_of(ChangeKind::resolution, film).values,
            (std::vector<double>{32, 64, 128, 200}));
  const GreyImage small{20, 30, 255, std::vector<std::uint16_t>(600, 9)};
  EXPECT_EQ(slider_of(ChangeKind::resolution, small).values, std::vector<double>{20});
  const GreyImage square{64, 64, 255, std::vector<std::uint16_t>(64 * 64, 9)};
  EXPECT_EQ(slider_of(ChangeKind::resolution, square).values, (std::vector<double>{32, 64}));
}

TEST(Sliders, AnAmountOutsideItsRangeIsToldTheRange) {
  EXPECT_EQ(refusal(ChangeKind::rotation, 45.0), "rotation: must be -30 to 30 degrees, is 45");
  EXPECT_EQ(refusal(ChangeKind::brightness, 0.2), "brightness: must be 0.25 to 4 times, is 0.2");
  EXPECT_EQ(refusal(ChangeKind::mirror, 0.5), "mirror: must be a whole number, 0 to 1, is 0.5");
  EXPECT_EQ(refusal(ChangeKind::resolution, 201.0),
            "resolution: must be a whole number, 32 to 200 pixels, is 201");
  EXPECT_NE(refusal(ChangeKind::resolution, 40.5), "");
  EXPECT_NE(refusal(ChangeKind::contrast, std::numeric_limits<double>::quiet_NaN()), "");
}

}  // namespace
}  // namespace chestlens
