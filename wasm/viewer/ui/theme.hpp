#pragma once

#include <imgui.h>

namespace chestlens::viewer {

/// Quiet greys, one accent; red and amber only where something needs attention.
namespace color {
inline constexpr ImU32 film = IM_COL32(8, 9, 11, 255);
inline constexpr ImU32 panel = IM_COL32(19, 21, 25, 255);
inline constexpr ImU32 raised = IM_COL32(31, 35, 41, 255);
inline constexpr ImU32 hover = IM_COL32(41, 46, 54, 255);
inline constexpr ImU32 line = IM_COL32(37, 41, 48, 255);
inline constexpr ImU32 track = IM_COL32(47, 53, 61, 255);
inline constexpr ImU32 text = IM_COL32(232, 234, 237, 255);
inline constexpr ImU32 text_quiet = IM_COL32(168, 176, 186, 255);
inline constexpr ImU32 text_faint = IM_COL32(122, 131, 142, 255);
inline constexpr ImU32 accent = IM_COL32(79, 179, 217, 255);
inline constexpr ImU32 accent_dim = IM_COL32(79, 179, 217, 42);
inline constexpr ImU32 shade = IM_COL32(8, 9, 11, 205);  // under words on a film
inline constexpr ImU32 bar = IM_COL32(98, 107, 118, 255);
inline constexpr ImU32 danger = IM_COL32(240, 128, 112, 255);
inline constexpr ImU32 caution = IM_COL32(226, 178, 88, 255);
inline constexpr ImU32 caution_dim = IM_COL32(226, 178, 88, 28);
}  // namespace color

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

/// Colors, spacing and corners of what ImGui draws itself.
void apply_theme();

}  // namespace chestlens::viewer
