#pragma once

#include <viewer/ui/texture.hpp>
#include <viewer/ui/theme.hpp>

#include <chrono>
#include <optional>

namespace chestlens::viewer {

/// Fonts, colors, textures and the state of drawing that the panels share.
struct Ui {
  Fonts fonts;
  Palette palette = dark_palette;  // of the panel that is drawn now
  Textures textures;
  std::optional<int> scrolled_to_id;  // the film that the list last scrolled to
  std::chrono::steady_clock::time_point last_frame = std::chrono::steady_clock::now();
};

}  // namespace chestlens::viewer
