#pragma once

#include <imgui.h>
#include <viewer/theme.hpp>

namespace chestlens::viewer {

/// Quiet greys, one accent; red and amber only where something needs attention. Text is read on any
/// ground at 4.5 to 1 or better, marks of controls at 3 to 1; web/app/style.css has the same
/// colors.
struct Palette {
  // Grounds.
  ImU32 film;    // around films, dark in every theme
  ImU32 ground;  // of the canvas without films
  ImU32 panel;
  ImU32 raised;
  ImU32 hover;
  ImU32 accent_dim;   // over panel or raised
  ImU32 caution_dim;  // over panel
  ImU32 shade;        // under words on a film
  // Of no meaning: what parts, and what a slider slides on.
  ImU32 line;
  ImU32 track;
  // Text.
  ImU32 text;
  ImU32 text_quiet;
  ImU32 text_faint;
  ImU32 danger;
  ImU32 caution;
  ImU32 accent;
  // Marks.
  ImU32 bar;

  bool operator==(const Palette&) const = default;
};

inline constexpr Palette dark_palette = {
    .film = IM_COL32(8, 9, 11, 255),
    .ground = IM_COL32(8, 9, 11, 255),
    .panel = IM_COL32(19, 21, 25, 255),
    .raised = IM_COL32(31, 35, 41, 255),
    .hover = IM_COL32(41, 46, 54, 255),
    .accent_dim = IM_COL32(79, 179, 217, 42),
    .caution_dim = IM_COL32(226, 178, 88, 28),
    .shade = IM_COL32(8, 9, 11, 205),
    .line = IM_COL32(37, 41, 48, 255),
    .track = IM_COL32(47, 53, 61, 255),
    .text = IM_COL32(232, 234, 237, 255),
    .text_quiet = IM_COL32(168, 176, 186, 255),
    .text_faint = IM_COL32(144, 153, 164, 255),
    .danger = IM_COL32(240, 128, 112, 255),
    .caution = IM_COL32(226, 178, 88, 255),
    .accent = IM_COL32(79, 179, 217, 255),
    .bar = IM_COL32(118, 128, 140, 255),
};

inline constexpr Palette light_palette = {
    .film = IM_COL32(8, 9, 11, 255),
    .ground = IM_COL32(240, 243, 246, 255),
    .panel = IM_COL32(255, 255, 255, 255),
    .raised = IM_COL32(240, 243, 246, 255),
    .hover = IM_COL32(226, 232, 238, 255),
    .accent_dim = IM_COL32(0, 101, 146, 30),
    .caution_dim = IM_COL32(224, 160, 40, 44),
    .shade = IM_COL32(8, 9, 11, 205),
    .line = IM_COL32(218, 224, 230, 255),
    .track = IM_COL32(203, 211, 219, 255),
    .text = IM_COL32(22, 27, 33, 255),
    .text_quiet = IM_COL32(66, 76, 88, 255),
    .text_faint = IM_COL32(86, 96, 108, 255),
    .danger = IM_COL32(179, 38, 30, 255),
    .caution = IM_COL32(134, 84, 0, 255),
    .accent = IM_COL32(0, 101, 146, 255),
    .bar = IM_COL32(112, 124, 137, 255),
};

constexpr const Palette& palette_of(Theme theme) {
  return theme == Theme::dark ? dark_palette : light_palette;
}

}  // namespace chestlens::viewer
