#include "fit.hpp"

#include <chestlens/json.hpp>
#include <chestlens/lung_field.hpp>

#include <algorithm>
#include <cstdint>

namespace chestlens {
namespace {

Rectangle centered(int width, int height, int outer_width, int outer_height) {
  return {(outer_width - width) / 2, (outer_height - height) / 2, width, height};
}

/// `side` of a film whose longer side becomes size_pixels, rounded to whole pixels.
int scaled_side(int side, int longer_side, int size_pixels) {
  const std::int64_t doubled = 2 * std::int64_t{side} * size_pixels + longer_side;
  return std::max(1, static_cast<int>(doubled / (2 * std::int64_t{longer_side})));
}

}  // namespace

std::string_view to_string(FitMode mode) {
  switch (mode) {
    case FitMode::squash:
      return "squash";
    case FitMode::letterbox:
      return "letterbox";
    case FitMode::center_crop:
      return "center_crop";
    case FitMode::lungs:
      return "lungs";
  }
  return "unknown";
}

Result<FitMode> parse_fit_mode(std::string_view name) {
  for (const FitMode mode :
       {FitMode::squash, FitMode::letterbox, FitMode::center_crop, FitMode::lungs}) {
    if (name == to_string(mode)) return mode;
  }
  return fail(
      ErrorCode::invalid_argument,
      "must be \"squash\", \"letterbox\", \"center_crop\" or \"lungs\", is " + in_quotes(name));
}

FitRegions fit_regions(const GreyImage& film, int size_pixels, FitMode mode) {
  const int width = film.width_pixels, height = film.height_pixels;
  const int longer = std::max(width, height);
  const int shorter = std::min(width, height);
  FitRegions regions{{0, 0, width, height}, {0, 0, size_pixels, size_pixels}};
  if (mode == FitMode::letterbox) {
    regions.square = centered(scaled_side(width, longer, size_pixels),
                              scaled_side(height, longer, size_pixels), size_pixels, size_pixels);
  } else if (mode == FitMode::center_crop) {
    regions.film = centered(shorter, shorter, width, height);
  } else if (mode == FitMode::lungs) {
    const Box box = lung_box(film);
    regions.film = {box.left, box.top, box.right - box.left, box.bottom - box.top};
  }
  return regions;
}

}  // namespace chestlens
