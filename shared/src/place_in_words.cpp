#include <chestlens/map_words.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

namespace chestlens {
namespace {

constexpr std::array<std::string_view, 3> heights{"upper", "middle", "lower"},
    sides{"left", "middle", "right"};

/// Which third of a length a place lies in.
std::size_t third_of(double place, double length) {
  return static_cast<std::size_t>(std::clamp(3.0 * place / length, 0.0, 2.0));
}

/// The box of a region; none of one without pixels.
std::optional<Box> box_of(const Region& region) {
  Box box{region.width_pixels, region.height_pixels, 0, 0};
  for (std::size_t i = 0; i < region.pixels.size(); ++i) {
    if (region.pixels[i] == 0) continue;
    const auto width = static_cast<std::size_t>(region.width_pixels);
    const int x = static_cast<int>(i % width), y = static_cast<int>(i / width);
    box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1),
           std::max(box.bottom, y + 1)};
  }
  return box.left < box.right ? std::optional(box) : std::nullopt;
}

bool holds(const Region& region, const PlanePoint& place) {
  const int x = static_cast<int>(place.x), y = static_cast<int>(place.y);
  if (x < 0 || y < 0 || x >= region.width_pixels || y >= region.height_pixels) return false;
  return region.pixels[area_pixels(region.width_pixels, y) + static_cast<std::size_t>(x)] != 0;
}

/// "upper left", "middle".
std::string corner_of(const Region& film, const PlanePoint& place) {
  const auto height = heights[third_of(place.y, film.height_pixels)];
  const auto side = sides[third_of(place.x, film.width_pixels)];
  return height == side ? std::string(height) : fmt::format("{} {}", height, side);
}

bool is_in_border(const Region& film, const PlanePoint& place) {
  const double border = border_share * std::min(film.width_pixels, film.height_pixels);
  return place.x < border || place.y < border || place.x > film.width_pixels - border ||
         place.y > film.height_pixels - border;
}

std::string beside_lungs(const Box& film_right, const Box& film_left, const PlanePoint& place) {
  const double top = std::min(film_right.top, film_left.top);
  const double bottom = std::max(film_right.bottom, film_left.bottom);
  if (place.y < top) return "above the lungs";
  if (place.y >= bottom) return "below the lungs";
  if (place.x < 0.5 * (film_right.left + film_right.right)) {
    return "beside the patient's right lung (left on the film)";
  }
  if (place.x > 0.5 * (film_left.left + film_left.right)) {
    return "beside the patient's left lung (right on the film)";
  }
  return "between the lungs";
}

}  // namespace

std::string place_in_words(const LungField& field, const PlanePoint& place) {
  const auto right = box_of(field.film_right), left = box_of(field.film_left);
  if (!field.is_seen || !right || !left) {
    return fmt::format("in the {} of the film", corner_of(field.film_right, place));
  }
  const auto zone = [&](const Box& box) {
    return heights[third_of(place.y - box.top, box.bottom - box.top)];
  };
  if (holds(field.film_right, place)) {
    return fmt::format("in the patient's right lung (left on the film), {} zone", zone(*right));
  }
  if (holds(field.film_left, place)) {
    return fmt::format("in the patient's left lung (right on the film), {} zone", zone(*left));
  }
  if (is_in_border(field.film_right, place)) {
    return fmt::format("at the film's border, {}", corner_of(field.film_right, place));
  }
  return beside_lungs(*right, *left, place);
}

}  // namespace chestlens
