#include "bilinear.hpp"
#include "window.hpp"

#include <chestlens/lung_field.hpp>
#include <chestlens/overlay.hpp>
#include <chestlens/text.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

void blend(std::uint8_t* rgba, float heat, float opacity, ColorMap colors) {
  constexpr std::uint32_t whole = 1U << 16U;
  const float strength = std::abs(heat);
  const auto alpha = static_cast<std::uint32_t>(opacity * strength * static_cast<float>(whole));
  const Rgb color = value_color(colors, heat);
  for (std::size_t channel = 0; channel < 3; ++channel) {
    const std::uint32_t mixed = color[channel] * alpha + rgba[channel] * (whole - alpha);
    rgba[channel] = static_cast<std::uint8_t>((mixed + whole / 2U) / whole);
  }
}

}  // namespace

ShownPart shown_part(const GreyImage& film, FitMode fit) {
  const double width = film.width_pixels, height = film.height_pixels;
  if (fit == FitMode::squash) return {0.0, 0.0, width, height};
  if (fit == FitMode::lungs) {
    const Box box = lung_box(film);
    return {static_cast<double>(box.left), static_cast<double>(box.top),
            static_cast<double>(box.right - box.left), static_cast<double>(box.bottom - box.top)};
  }
  const double side = fit == FitMode::letterbox ? std::max(width, height) : std::min(width, height);
  return {(width - side) / 2.0, (height - side) / 2.0, side, side};
}

PlanePoint on_film(const PlanePoint& place, const ShownPart& part) {
  return {part.left + place.x * part.width, part.top + place.y * part.height};
}

RgbaImage render_film(const GreyImage& film, const Window& window) {
  const std::vector<float> values = window_table(window, film);
  std::vector<std::uint8_t> greys(values.size());
  std::transform(values.begin(), values.end(), greys.begin(), [](float value) {
    return static_cast<std::uint8_t>(std::lround(value * 255.0F));
  });
  RgbaImage image{film.width_pixels, film.height_pixels,
                  std::vector<std::uint8_t>(4 * film.pixels.size())};
  auto* rgba = image.pixels.data();
  for (const std::uint16_t level : film.pixels) {
    rgba = std::fill_n(rgba, 3, greys[level]);
    *rgba++ = 255;
  }
  return image;
}

Result<RgbaImage> render_overlay(const GreyImage& film, const Window& window,
                                 const FloatImage& heatmap, float opacity, FitMode fit,
                                 ColorMap colors) {
  if (!is_filled(film)) return fail(ErrorCode::invalid_argument, "the film is empty");
  if (!is_filled(heatmap)) return fail(ErrorCode::invalid_argument, "the heat-map is empty");
  if (!(opacity >= 0.0F && opacity <= 1.0F)) {
    return fail(ErrorCode::invalid_argument,
                "opacity must be 0..1, is " + describe_number(opacity));
  }
  if (!std::all_of(heatmap.pixels.begin(), heatmap.pixels.end(),
                   [](float heat) { return std::isfinite(heat); })) {
    return fail(ErrorCode::invalid_argument, "a value of the heat-map is not finite");
  }

  // `inside` the shown part are the pixels that the network saw.
  const ShownPart shown = shown_part(film, fit);
  const std::vector<Tap> columns =
      axis_taps(film.width_pixels, shown.left, shown.width, heatmap.width_pixels);
  const std::vector<Tap> rows =
      axis_taps(film.height_pixels, shown.top, shown.height, heatmap.height_pixels);

  const float least = colors == ColorMap::diverging ? -1.0F : 0.0F;
  RgbaImage image = render_film(film, window);
  auto* rgba = image.pixels.data();
  for (const Tap& row : rows) {
    for (const Tap& column : columns) {
      if (row.inside && column.inside) {
        blend(rgba, std::clamp(value_at(heatmap, column, row), least, 1.0F), opacity, colors);
      }
      rgba += 4;
    }
  }
  return image;
}

}  // namespace chestlens
