#include "fit.hpp"

#include <chestlens/json.hpp>

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
  }
  return "unknown";
}

Result<FitMode> parse_fit_mode(std::string_view name) {
  for (const FitMode mode : {FitMode::squash, FitMode::letterbox, FitMode::center_crop}) {
    if (name == to_string(mode)) return mode;
  }
  return fail(ErrorCode::invalid_argument,
              "must be \"squash\", \"letterbox\" or \"center_crop\", is " + in_quotes(name));
}

FitRegions fit_regions(int film_width_pixels, int film_height_pixels, int size_pixels,
                       FitMode mode) {
  const int longer = std::max(film_width_pixels, film_height_pixels);
  const int shorter = std::min(film_width_pixels, film_height_pixels);
  FitRegions regions{{0, 0, film_width_pixels, film_height_pixels},
                     {0, 0, size_pixels, size_pixels}};
  if (mode == FitMode::letterbox) {
    regions.square =
        centered(scaled_side(film_width_pixels, longer, size_pixels),
                 scaled_side(film_height_pixels, longer, size_pixels), size_pixels, size_pixels);
  } else if (mode == FitMode::center_crop) {
    regions.film = centered(shorter, shorter, film_width_pixels, film_height_pixels);
  }
  return regions;
}

}  // namespace chestlens
