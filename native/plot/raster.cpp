#include "plot/raster.hpp"

#include <chestlens/encode.hpp>
#include <chestlens/palette.hpp>

#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

namespace chestlens {
namespace {

constexpr double scale = 2.0;               // pixels to one of the SVG's
constexpr double height_of_letters = 21.0;  // of Hershey's capitals at a size of 1
constexpr double capitals = 0.66;           // of a font's size

using Color = std::array<double, 3>;

/// "#rrggbb".
Color color_of(std::string_view text) {
  const auto [red, green, blue] = rgb_of(text);
  return {static_cast<double>(red), static_cast<double>(green), static_cast<double>(blue)};
}

void blend(RgbaImage& image, int x, int y, const Color& color, double opacity) {
  if (x < 0 || y < 0 || x >= image.width_pixels || y >= image.height_pixels) return;
  std::uint8_t* pixel =
      image.pixels.data() + 4 * (area_pixels(image.width_pixels, y) + static_cast<std::size_t>(x));
  for (std::size_t i = 0; i < color.size(); ++i) {
    pixel[i] = static_cast<std::uint8_t>(std::lround(pixel[i] + opacity * (color[i] - pixel[i])));
  }
}

/// Blends every pixel about `center` by coverage(distance from it).
template <typename Coverage>
void paint_about(RgbaImage& image, Point center, double reach, const Color& color,
                 Coverage coverage) {
  const double x = scale * center.x, y = scale * center.y;
  const auto first = [&](double at) { return static_cast<int>(std::floor(at - reach - 1.0)); };
  const auto last = [&](double at) { return static_cast<int>(std::ceil(at + reach + 1.0)); };
  for (int row = first(y); row <= last(y); ++row) {
    for (int column = first(x); column <= last(x); ++column) {
      const double share = coverage(std::hypot(column + 0.5 - x, row + 0.5 - y));
      if (share > 0.0) blend(image, column, row, color, std::min(share, 1.0));
    }
  }
}

std::string in_ascii(std::string text) {
  constexpr std::string_view ellipsis = "\u2026";
  if (const auto at = text.find(ellipsis); at != std::string::npos) {
    text.replace(at, ellipsis.size(), "...");
  }
  std::string ascii;
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    if ((byte & 0xC0U) == 0x80U) continue;  // goes on with a character
    ascii += byte < 0x20U || byte > 0x7EU ? '?' : letter;
  }
  return ascii;
}

}  // namespace

Raster::Raster(double width, double height)
    : image_{static_cast<int>(std::lround(scale * width)),
             static_cast<int>(std::lround(scale * height)),
             {}} {
  image_.pixels.assign(4 * area_pixels(image_.width_pixels, image_.height_pixels), 255);
}

void Raster::text(Point at, std::string_view content, const TextStyle& style) {
  cv::Mat4b pixels(image_.height_pixels, image_.width_pixels,
                   reinterpret_cast<cv::Vec4b*>(image_.pixels.data()));
  const double size = scale * style.size * capitals / height_of_letters;
  const std::string letters = in_ascii(std::string(content));
  const int stroke = style.bold ? 3 : 2;
  const cv::Point origin(static_cast<int>(std::lround(scale * at.x)),
                         static_cast<int>(std::lround(scale * at.y)));
  const auto put = [&](const Color& color, int thickness) {
    cv::putText(pixels, letters, origin, cv::FONT_HERSHEY_DUPLEX, size,
                {color[0], color[1], color[2], 255.0}, thickness, cv::LINE_AA);
  };
  if (style.halo) put({255.0, 255.0, 255.0}, stroke + 6);
  put(color_of(style.color), stroke - 1);
}

void Raster::frame(Point corner, double width, double height) {
  const Color inside = color_of("#fafafa"), edge = color_of("#d1d5db");
  const auto left = std::lround(scale * corner.x), top = std::lround(scale * corner.y);
  const auto right = std::lround(scale * (corner.x + width));
  const auto bottom = std::lround(scale * (corner.y + height));
  for (auto y = top; y < bottom; ++y) {
    for (auto x = left; x < right; ++x) {
      const bool is_edge = x < left + 2 || x >= right - 2 || y < top + 2 || y >= bottom - 2;
      blend(image_, static_cast<int>(x), static_cast<int>(y), is_edge ? edge : inside, 1.0);
    }
  }
}

void Raster::dots(std::span<const Point> centers, double radius, std::string_view color,
                  double opacity) {
  const Color ink = color_of(color);
  const double reach = scale * radius;
  for (const Point center : centers) {
    paint_about(image_, center, reach, ink,
                [&](double away) { return opacity * std::min(1.0, reach + 0.5 - away); });
  }
}

void Raster::ring(Point center, double radius, std::string_view color) {
  const double reach = scale * radius, half = scale;
  const auto band = [&](double wide) {
    return [=](double away) { return wide + 0.5 - std::abs(away - reach); };
  };
  paint_about(image_, center, reach + 3.0 * half, color_of("#ffffff"), band(2.0 * half));
  paint_about(image_, center, reach + 3.0 * half, color_of(color), band(half));
}

Result<std::vector<std::byte>> Raster::finish() const {
  return encode_png(image_);
}

}  // namespace chestlens
