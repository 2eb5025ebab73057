#include <chestlens/color_map.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

Rgb turbo_color(float position) {
  return map_color(ColorMap::turbo, position);
}

/// L* of CIE 1976 of an sRGB color, D65: 0 black, 100 white.
double lightness(const Rgb& color) {
  const auto linear = [](double level) {
    const double share = level / 255.0;
    return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
  };
  const double luminance =
      0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
  return luminance > 0.008856 ? 116.0 * std::cbrt(luminance) - 16.0 : 903.3 * luminance;
}

TEST(ColorMap, EveryOneGoesByItsName) {
  for (const ColorMapInfo& map : color_maps()) {
    EXPECT_EQ(parse_color_map(map.name).value(), map.map);
    EXPECT_EQ(&color_map_info(map.map), &map);
  }
  EXPECT_EQ(color_maps().front().map, default_color_map);
  EXPECT_EQ(parse_color_map("jet").error().message,
            "no colors \"jet\"; there are viridis, cividis, accent, turbo, diverging");
}

TEST(ColorMap, LightnessOfSafeOnesRisesThroughout) {
  int unsafe = 0;
  for (const ColorMapInfo& map : color_maps()) {
    if (map.map == ColorMap::diverging) continue;
    double highest = -1.0, largest_fall = 0.0;
    for (int i = 0; i < 256; ++i) {
      const double here = lightness(map_color(map.map, static_cast<float>(i) / 255.0F));
      largest_fall = std::max(largest_fall, highest - here);
      highest = std::max(highest, here);
    }
    // Half a level of a channel is a tenth of L* or so.
    EXPECT_EQ(largest_fall < 0.3, map.is_safe) << map.name << " falls by " << largest_fall;
    EXPECT_GT(highest, map.is_safe ? 60.0 : 0.0) << map.name;
    unsafe += map.is_safe ? 0 : 1;
  }
  EXPECT_EQ(unsafe, 1);  // the rule can fail: turbo's lightness rises and falls
  EXPECT_TRUE(color_map_info(default_color_map).is_safe);
}

TEST(ColorMap, DivergingIsDarkestInItsMiddleAndAlikeAtItsEnds) {
  const auto at = [](int step) {
    return lightness(map_color(ColorMap::diverging, static_cast<float>(step) / 128.0F));
  };
  for (int step = 0; step < 64; ++step) {
    EXPECT_GE(at(step), at(step + 1)) << step;
    EXPECT_LE(at(127 - step), at(128 - step)) << step;
  }
  EXPECT_NEAR(at(0), at(128), 5.0);
  EXPECT_EQ(map_color(ColorMap::diverging, 0.0F), (Rgb{86, 180, 233}));
  EXPECT_EQ(map_color(ColorMap::diverging, 1.0F), (Rgb{230, 159, 0}));
}

TEST(ColorMap, ValuesBelowZeroHaveColorsOfTheDivergingMapAlone) {
  EXPECT_EQ(value_color(ColorMap::diverging, -1.0F), map_color(ColorMap::diverging, 0.0F));
  EXPECT_EQ(value_color(ColorMap::diverging, 0.0F), map_color(ColorMap::diverging, 0.5F));
  EXPECT_EQ(value_color(ColorMap::viridis, -0.5F), map_color(ColorMap::viridis, 0.0F));
  EXPECT_EQ(value_color(ColorMap::viridis, 0.5F), map_color(ColorMap::viridis, 0.5F));
}

TEST(ColorMap, DefaultIsNowhereGrey) {
  for (int i = 0; i < 256; ++i) {
    const Rgb color = map_color(default_color_map, static_cast<float>(i) / 255.0F);
    const auto [least, most] = std::ranges::minmax(color);
    EXPECT_GT(most - least, 60) << i;
  }
}

TEST(ColorMap, PositionsAreClamped) {
  for (const ColorMapInfo& map : color_maps()) {
    EXPECT_EQ(map_color(map.map, -1.0F), map_color(map.map, 0.0F));
    EXPECT_EQ(map_color(map.map, 2.0F), map_color(map.map, 1.0F));
    EXPECT_EQ(map_color(map.map, std::numeric_limits<float>::quiet_NaN()),
              map_color(map.map, 0.0F));
  }
}

TEST(ColorMap, TablesEqualOpenCvs) {
  cv::Mat levels(1, 256, CV_8U);
  for (int i = 0; i < 256; ++i) levels.at<std::uint8_t>(0, i) = static_cast<std::uint8_t>(i);
  for (const auto& [map, table] : {std::pair{ColorMap::turbo, cv::COLORMAP_TURBO},
                                   {ColorMap::viridis, cv::COLORMAP_VIRIDIS},
                                   {ColorMap::cividis, cv::COLORMAP_CIVIDIS}}) {
    cv::Mat bgr;
    cv::applyColorMap(levels, bgr, table);
    for (int i = 0; i < 256; ++i) {
      const auto& expected = bgr.at<cv::Vec3b>(0, i);
      EXPECT_EQ(map_color(map, static_cast<float>(i) / 255.0F),
                (Rgb{expected[2], expected[1], expected[0]}));
    }
  }
}

TEST(Turbo, EndsOfThePublishedTable) {
  EXPECT_EQ(turbo_color(0.0F), (Rgb{48, 18, 59}));  // 0.18995, 0.07176, 0.23217
  EXPECT_EQ(turbo_color(1.0F), (Rgb{122, 4, 3}));   // 0.47960, 0.01583, 0.01055
}

TEST(Turbo, FollowsThePublishedPolynomial) {
  // Mikhailov and Ruofei Du's approximation of degree 5, coarse at the dark end.
  constexpr std::array<std::array<double, 6>, 3> polynomial{
      {{0.13572138, 4.61539260, -42.66032258, 132.13108234, -152.94239396, 59.28637943},
       {0.09140261, 2.19418839, 4.84296658, -14.18503333, 4.27729857, 2.82956604},
       {0.10667330, 12.64194608, -60.58204836, 110.36276771, -89.90310912, 27.34824973}}};
  for (int i = 0; i < 256; ++i) {
    const double x = i / 255.0;
    const Rgb color = turbo_color(static_cast<float>(x));
    for (std::size_t c = 0; c < 3; ++c) {
      double value = 0.0;
      for (std::size_t power = 6; power-- > 0;) value = value * x + polynomial[c][power];
      EXPECT_NEAR(color[c], 255.0 * std::clamp(value, 0.0, 1.0), 33.0) << i << " channel " << c;
    }
  }
}

}  // namespace
}  // namespace chestlens
