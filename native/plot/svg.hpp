#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace chestlens {

/// Positions in an SVG document, in CSS pixels from its upper left corner.
struct Point {
  double x = 0.0;
  double y = 0.0;
};

struct Stroke {
  std::string_view color = "#374151";
  double width = 1.0;
  std::string_view dashes = {};  // as stroke-dasharray, e.g. "6 4"
};

enum class Anchor { start, middle, end };

struct TextStyle {
  double size = 12.0;
  std::string_view color = "#374151";
  Anchor anchor = Anchor::start;
  bool bold = false;
  double degrees = 0.0;  // turned clockwise about its anchor
  bool halo = false;     // a white rim, for text that lies on lines
};

/// An SVG document under construction: a white card with a thin border.
class Svg {
 public:
  /// `name` is what a screen reader says of the picture; `description`, which may be empty, what it
  /// reads out of it.
  Svg(double width, double height, std::string_view name, std::string_view description = {});

  void line(Point from, Point to, const Stroke& stroke);
  void polyline(std::span<const Point> points, const Stroke& stroke);
  void polygon(std::span<const Point> points, std::string_view color, double opacity);
  /// A `tip` is shown where a mouse rests on the shape.
  void circle(Point center, double radius, std::string_view color, std::string_view tip = {});
  void rectangle(Point corner, double width, double height, std::string_view color,
                 std::string_view tip = {});
  void text(Point at, std::string_view content, const TextStyle& style);
  /// Many circles of one color as a single path; where they overlap they are no darker.
  void dots(std::span<const Point> centers, double radius, std::string_view color, double opacity);
  void dots(std::initializer_list<Point> centers, double radius, std::string_view color,
            double opacity) {
    dots(std::span(centers.begin(), centers.size()), radius, color, opacity);
  }
  /// A circle's line, with a white rim.
  void ring(Point center, double radius, std::string_view color);
  /// A plot's ground within thin lines.
  void frame(Point corner, double width, double height);

  /// The document; nothing may be added after it.
  std::string finish();

 private:
  std::string document_;
};

/// Escaped for text and attributes; what visible_text (io/visible_text.hpp) makes visible, which
/// XML 1.0 cannot hold or a reader would not see, is so here, line breaks and tabs aside.
std::string xml_text(std::string_view text);

/// The same for elements of HTML: words that are written from right to left stand apart, in <bdi>,
/// so that what follows them does not move.
std::string html_text(std::string_view text);

/// About how wide a text is drawn, in pixels: fonts differ by machine.
double text_width(std::string_view text, double size);

/// Cut short with "…" where it would be wider than `width` pixels.
std::string fitted(std::string_view text, double size, double width);

}  // namespace chestlens
