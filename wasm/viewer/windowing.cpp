#include <viewer/windowing.hpp>

#include <algorithm>

namespace chestlens::viewer {

LevelWidth level_width(const Window& window) {
  return {(window.low_level + window.high_level) / 2, window.high_level - window.low_level};
}

Window with_level_width(const Window& window, LevelWidth wanted, double max_level) {
  const double level = std::clamp(wanted.level, 0.0, max_level);
  const double width = std::clamp(wanted.width, 1.0, std::max(1.0, max_level));
  return {level - width / 2, level + width / 2, window.invert};
}

Window drag_window(const Window& window, double delta_x, double delta_y, double max_level) {
  constexpr double pixels_for_range = 512.0;
  const double levels_per_pixel = max_level / pixels_for_range;
  LevelWidth wanted = level_width(window);
  wanted.width += delta_x * levels_per_pixel;
  wanted.level += delta_y * levels_per_pixel;
  return with_level_width(window, wanted, max_level);
}

}  // namespace chestlens::viewer
