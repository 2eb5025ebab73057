#pragma once

#include <chestlens/overlay.hpp>

namespace chestlens::viewer {

/// A window as radiologists set it, in the film's grey levels.
struct LevelWidth {
  double level = 0.0;  // the middle
  double width = 0.0;
};

LevelWidth level_width(const Window& window);

/// The window of a level within [0, max_level] and a width within [1, max_level], where max_level
/// is the film's brightest; `invert` is taken from `window`.
Window with_level_width(const Window& window, LevelWidth wanted, double max_level);

/// Right-drag by screen pixels: to the right widens (less contrast), upwards lowers the level
/// (brighter). 512 pixels pass the film's whole range.
Window drag_window(const Window& window, double delta_x, double delta_y, double max_level);

}  // namespace chestlens::viewer
