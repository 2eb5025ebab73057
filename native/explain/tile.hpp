#pragma once

#include <chestlens/color_map.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/map_words.hpp>
#include <chestlens/preprocess.hpp>

#include <string_view>
#include <vector>

namespace chestlens {

/// The film with its longer side this many pixels long; by area average where it shrinks.
GreyImage film_tile(const GreyImage& film, int side_pixels);

/// Heat over a film as the page draws it, grey levels by the model's window. Errors: those of
/// render_overlay.
Result<RgbaImage> map_tile(const GreyImage& film, const FloatImage& heat, ColorMap colors,
                           const InputSpec& input);

/// The colors of a map from left to right.
RgbaImage color_bar(int width_pixels, int height_pixels, ColorMap colors);

/// A bar and what stands at its ends.
struct ColorBar {
  ColorMap colors = default_color_map;
  std::string_view least, most;
};

/// Those that explain a panel: of what speaks for a class, and where both sides are drawn, of them.
std::vector<ColorBar> color_bars(const MapLook& look);

}  // namespace chestlens
