#pragma once

#include <imgui.h>
#include <viewer/ui/palette.hpp>

namespace chestlens::viewer {

inline constexpr float panel_padding = 20.0F;
inline constexpr float section_gap = 16.0F;
inline constexpr float corner = 6.0F;

struct Fonts {
  ImFont* body = nullptr;    // 14 px
  ImFont* strong = nullptr;  // semi-bold
  ImFont* small = nullptr;   // 12.5 px
  ImFont* title = nullptr;   // 22 px, semi-bold
};

/// Builds ImGui's font atlas for a display of so many physical pixels per unit. The renderer's font
/// texture must be made again afterwards.
Fonts load_fonts(float pixels_per_unit);

/// Spacing and corners of what ImGui draws itself.
void apply_style();

/// Its colors: tooltips and scroll bars.
void apply_colors(const Palette& palette);

}  // namespace chestlens::viewer
