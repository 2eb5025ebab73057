// Contrast by WCAG 2.2: text 4.5 to 1 (1.4.3), marks of controls 3 to 1 (1.4.11).
#include <gtest/gtest.h>
#include <viewer/panels/compare_parts.hpp>
#include <viewer/panels/map_scene.hpp>
#include <viewer/ui/palette.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace chestlens::viewer {
namespace {

double linear(double level) {
  return level <= 0.04045 ? level / 12.92 : std::pow((level + 0.055) / 1.055, 2.4);
}

double luminance(const ImVec4& color) {
  return 0.2126 * linear(double{color.x}) + 0.7152 * linear(double{color.y}) +
         0.0722 * linear(double{color.z});
}

ImVec4 over(ImU32 color, ImU32 ground) {
  const ImVec4 top = ImGui::ColorConvertU32ToFloat4(color);
  const ImVec4 below = ImGui::ColorConvertU32ToFloat4(ground);
  const auto mix = [&](float above, float under) { return top.w * above + (1 - top.w) * under; };
  return {mix(top.x, below.x), mix(top.y, below.y), mix(top.z, below.z), 1};
}

double contrast(const ImVec4& one, const ImVec4& other) {
  const double a = luminance(one), b = luminance(other);
  return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

double contrast(ImU32 one, ImU32 other) {
  return contrast(over(one, other), over(other, other));
}

class EveryPalette : public testing::TestWithParam<Theme> {
 protected:
  const Palette& palette = palette_of(GetParam());

  /// What words and marks of panels stand on.
  std::vector<ImVec4> grounds() const {
    std::vector<ImVec4> found;
    for (const ImU32 ground : {palette.ground, palette.panel, palette.raised, palette.hover}) {
      found.push_back(over(ground, ground));
    }
    found.push_back(over(palette.caution_dim, palette.panel));
    return found;
  }
};

TEST_P(EveryPalette, IsReadOnEveryGround) {
  for (const ImVec4& ground : grounds()) {
    for (const ImU32 text : {palette.text, palette.text_quiet, palette.text_faint, palette.accent,
                             palette.danger, palette.caution}) {
      EXPECT_GE(contrast(over(text, text), ground), 4.5) << std::hex << text;
    }
  }
  EXPECT_GE(contrast(over(palette.accent, palette.accent), over(palette.accent_dim, palette.panel)),
            4.5);
  EXPECT_GE(
      contrast(over(palette.accent, palette.accent), over(palette.accent_dim, palette.raised)),
      4.5);
}

TEST_P(EveryPalette, HasMarksThatAreSeenOnEveryGround) {
  for (const ImVec4& ground : grounds()) {
    EXPECT_GE(contrast(over(palette.bar, palette.bar), ground), 3.0);
  }
  // A slider's filled part and a toggle that is on, beside what they slide on.
  EXPECT_GE(contrast(palette.accent, palette.track), 3.0);
  EXPECT_GE(contrast(palette.text_quiet, palette.track), 3.0);
  EXPECT_GE(contrast(palette.panel, palette.accent), 3.0);
}

TEST_P(EveryPalette, HasAnAccentForTheFocusThatIsSeenOnFilmsToo) {
  EXPECT_GE(contrast(palette.accent, palette.film), 3.0);
  EXPECT_GE(contrast(palette.accent, palette.panel), 3.0);
}

TEST_P(EveryPalette, LeavesFilmsOnDark) {
  EXPECT_EQ(palette.film, dark_palette.film);
  EXPECT_EQ(palette.shade, dark_palette.shade);
}

TEST_P(EveryPalette, TellsFramesOfFilmsFromFilmAndPanel) {
  for (const std::size_t frame : {film_frame, prior_frame}) {
    EXPECT_GE(contrast(frame_color(frame), palette.film), 3.0);
    EXPECT_GE(contrast(frame_color(frame), palette.panel), 3.0);
  }
}

INSTANTIATE_TEST_SUITE_P(Themes, EveryPalette, testing::Values(Theme::dark, Theme::light),
                         [](const testing::TestParamInfo<Theme>& info) {
                           return std::string(to_string(info.param));
                         });

TEST(GroupColors, AreSeenOnTheMap) {
  std::vector<MapFilm> films;
  for (std::uint16_t i = 0; i < 9; ++i) films.push_back({{1.0F * i, 0}, i, 0, MapSplit::train});
  const auto map = make_film_map({"a", "b", "c", "d", "e", "f", "g", "h", "i"}, {"S"}, films);
  ASSERT_TRUE(map);
  const MapGrouping& groups = grouping(*map, MapColors::by_class);
  for (std::size_t group = 0; group < groups.groups.size(); ++group) {
    EXPECT_GE(contrast(color_of_group(groups, group), dark_palette.film), 3.0) << group;
  }
}

TEST(Contrast, IsThatOfTheStandard) {
  EXPECT_NEAR(contrast(IM_COL32(0, 0, 0, 255), IM_COL32_WHITE), 21.0, 1e-6);
  EXPECT_NEAR(contrast(IM_COL32(118, 118, 118, 255), IM_COL32_WHITE), 4.54, 0.005);
}

}  // namespace
}  // namespace chestlens::viewer
