#pragma once

#include "plot/svg.hpp"

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace chestlens {

/// A picture of pixels under construction, two to each of the SVG's, on white. Letters that are not
/// ASCII are drawn as '?'.
class Raster {
 public:
  Raster(double width, double height);

  void text(Point at, std::string_view content, const TextStyle& style);
  void frame(Point corner, double width, double height);
  void dots(std::span<const Point> centers, double radius, std::string_view color, double opacity);
  void dots(std::initializer_list<Point> centers, double radius, std::string_view color,
            double opacity) {
    dots(std::span(centers.begin(), centers.size()), radius, color, opacity);
  }
  void ring(Point center, double radius, std::string_view color);

  /// The picture as a PNG. Errors: those of encode_png.
  Result<std::vector<std::byte>> finish() const;

 private:
  RgbaImage image_;
};

}  // namespace chestlens
