#include "audit/changes.hpp"

#include "audit/jpeg.hpp"
#include "audit/traits.hpp"
#include "io/text.hpp"

#include <chestlens/film_transforms.hpp>
#include <chestlens/find_text.hpp>
#include <chestlens/lung_field.hpp>
#include <chestlens/region.hpp>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// A change of the film's values 0 .. max_level.
FilmChange by_values(std::function<cv::Mat1f(const cv::Mat1f&, double max_level, std::size_t)> f) {
  return [f = std::move(f)](const GreyImage& film, std::size_t i) -> Result<GreyImage> {
    FloatImage levels = level_values(film);
    const cv::Mat1f values(film.height_pixels, film.width_pixels, levels.pixels.data());
    const cv::Mat1f changed = f(values, film.max_level, i);
    levels.pixels.assign(changed.begin(), changed.end());
    return film_of(levels, film.max_level);
  };
}

FilmChange gamma(double exponent) {
  return by_values([exponent](const cv::Mat1f& film, double max_level, std::size_t) {
    cv::Mat1f result;
    cv::pow(film / max_level, exponent, result);
    result *= max_level;
    return result;
  });
}

cv::Mat1f blurred(const cv::Mat1f& film, double share) {
  cv::Mat1f result;
  cv::GaussianBlur(film, result, {0, 0}, std::max(0.3, share * film.cols));
  return result;
}

FilmChange noise(double share) {
  return by_values([share](const cv::Mat1f& film, double max_level, std::size_t i) {
    cv::Mat1f result = film.clone();
    cv::RNG draws(i + 1);
    for (float& value : result) value += static_cast<float>(draws.gaussian(share * max_level));
    return result;
  });
}

Result<GreyImage> shifted(const GreyImage& film, std::size_t) {
  return moved(film, 0.05, 0.0);
}

Result<GreyImage> tilted(const GreyImage& film, std::size_t) {
  return moved(film, 0.0, -5.0);
}

Result<GreyImage> at_half_resolution(const GreyImage& film, std::size_t) {
  return coarsened(film, std::max(1, film.width_pixels / 2), std::max(1, film.height_pixels / 2));
}

cv::Mat1f sharpened(const cv::Mat1f& film, double, std::size_t) {
  cv::Mat1f result;
  cv::addWeighted(film, 2.0, blurred(film, 0.01), -1.0, 0.0, result);
  return result;
}

Result<GreyImage> compressed(const GreyImage& film, std::size_t) {
  return through_jpeg(film, 30);
}

/// The boxes on the film's other side, or, where text is there too, above or below.
std::vector<Box> mirrored(const GreyImage& film, const std::vector<Box>& boxes) {
  const int width = film.width_pixels, height = film.height_pixels;
  const auto meets_text = [&](const Box& box) {
    return std::ranges::any_of(boxes, [&](const Box& text) {
      return box.left < text.right && text.left < box.right && box.top < text.bottom &&
             text.top < box.bottom;
    });
  };
  std::vector<Box> others;
  for (const Box& box : boxes) {
    const Box across{width - box.right, box.top, width - box.left, box.bottom};
    const Box down{box.left, height - box.bottom, box.right, height - box.top};
    const Box both{across.left, down.top, across.right, down.bottom};
    others.push_back(!meets_text(across) ? across : !meets_text(down) ? down : both);
  }
  return others;
}

Region region_of(Covered part, const GreyImage& film) {
  const int width = film.width_pixels, height = film.height_pixels;
  switch (part) {
    case Covered::lungs:
      return with_lung_margin(both_lungs(estimate_lung_field(film)));
    case Covered::border:
      return border_region(width, height, border_share);
    case Covered::all_but_border:
      return outside(border_region(width, height, border_share));
    case Covered::text:
      return text_region(film);
    case Covered::elsewhere:
      break;
  }
  return boxes_region(width, height, mirrored(film, find_text(film)));
}

}  // namespace

FilmChange cover(Covered part) {
  return
      [part](const GreyImage& film, std::size_t) { return covered(film, region_of(part, film)); };
}

std::vector<std::string> names_of_covered() {
  return {"lungs", "border", "all-but-border", "text"};
}

Result<Covered> parse_covered(std::string_view name) {
  const auto names = names_of_covered();
  const auto at = std::ranges::find(names, name);
  if (at != names.end()) return static_cast<Covered>(at - names.begin());
  return fail(ErrorCode::invalid_argument, "one of " + joined(names), std::string(name));
}

std::vector<NamedFilmChange> harmless_changes() {
  return {
      {"brighter", "gamma 0.6", gamma(0.6)},
      {"darker", "gamma 1.7", gamma(1.7)},
      {"shifted", "to the right by 5 % of the width", shifted},
      {"turned", "by 5 degrees", tilted},
      {"coarse", "at half the resolution", at_half_resolution},
      {"blurred", "Gaussian, deviation 1 % of the width",
       by_values([](const cv::Mat1f& film, double, std::size_t) { return blurred(film, 0.01); })},
      {"sharpened", "detail below 1 % of the width doubled", by_values(sharpened)},
      {"noisy", "noise of 4 % of the grey range", noise(0.04)},
      {"JPEG", "compressed at quality 30", compressed},
  };
}

NamedFilmChange least_change() {
  return {"hardly changed", "noise of one grey level of 256", noise(1.0 / 255.0)};
}

}  // namespace chestlens
