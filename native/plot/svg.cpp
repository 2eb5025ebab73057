#include "plot/svg.hpp"

#include "io/text.hpp"
#include "io/utf8.hpp"
#include "io/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace chestlens {
namespace {

constexpr double mean_character = 0.56;  // of the font's size, in the usual sans-serif fonts

std::string number(double value) {
  const std::string text = without_trailing_zeros(fmt::format("{:.2f}", value));
  return text == "-0" ? "0" : text;
}

std::string attribute(std::string_view name, std::string_view value) {
  return std::string(" ").append(name).append("=\"").append(xml_text(value)).append("\"");
}

std::string attribute(std::string_view name, double value) {
  return attribute(name, number(value));
}

std::string stroke_attributes(const Stroke& stroke) {
  std::string text = attribute("stroke", stroke.color) + attribute("stroke-width", stroke.width);
  if (!stroke.dashes.empty()) text += attribute("stroke-dasharray", stroke.dashes);
  return text;
}

std::string path_of(std::span<const Point> points) {
  std::string path;
  for (const Point& point : points) {
    path.append(path.empty() ? "" : " ")
        .append(number(point.x))
        .append(",")
        .append(number(point.y));
  }
  return path;
}

/// End of a shape's tag, with a tip where there is one.
std::string end_of(const std::string& tag, std::string_view tip) {
  return tip.empty() ? "/>\n" : "><title>" + xml_text(tip) + "</title></" + tag + ">\n";
}

std::string escaped(char character) {
  if (character == '&') return "&amp;";
  if (character == '<') return "&lt;";
  if (character == '>') return "&gt;";
  if (character == '"') return "&quot;";
  return {character};
}

/// Whether a word has letters of Hebrew, Arabic and the scripts beside them, which are written from
/// right to left (Unicode's DerivedBidiClass.txt, R and AL).
bool is_right_to_left(std::string_view word) {
  while (!word.empty()) {
    const auto [value, bytes] = first_code_point(word);
    if ((value >= 0x590 && value <= 0x8FF) || (value >= 0xFB1D && value <= 0xFDFF) ||
        (value >= 0xFE70 && value <= 0xFEFE) || (value >= 0x10800 && value <= 0x10FFF) ||
        (value >= 0x1E800 && value <= 0x1EFFF)) {
      return true;
    }
    word.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return false;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string result;
  for (const char c : visible_text(text, "\t\n\r")) result += escaped(c);
  return result;
}

std::string html_text(std::string_view text) {
  std::string html;
  bool is_apart = false;  // within <bdi>
  std::string blanks;     // before the word, which belong to <bdi> where both neighbours do
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(" \t\n"), text.size());
    const std::string_view word = text.substr(0, end);
    const bool goes_left = is_right_to_left(word);
    if (is_apart && !goes_left) html += "</bdi>";
    html += blanks;
    if (goes_left && !is_apart) html += "<bdi>";
    html += xml_text(word);
    is_apart = goes_left;
    text.remove_prefix(end);
    const std::size_t next = std::min(text.find_first_not_of(" \t\n"), text.size());
    blanks = text.substr(0, next);
    text.remove_prefix(next);
  }
  return html + (is_apart ? "</bdi>" : "") + blanks;
}

double text_width(std::string_view text, double size) {
  return mean_character * size * static_cast<double>(characters_in(text));
}

std::string fitted(std::string_view text, double size, double width) {
  if (text_width(text, size) <= width) return std::string(text);
  std::string result(text);
  const auto ends_inside_character = [&] {
    return (static_cast<unsigned char>(result.back()) & 0xC0U) == 0x80U;
  };
  while (!result.empty() && text_width(result, size) + mean_character * size > width) {
    while (result.size() > 1 && ends_inside_character()) result.pop_back();
    result.pop_back();
  }
  return result + "\u2026";
}

Svg::Svg(double width, double height, std::string_view name, std::string_view description) {
  document_ = "<svg xmlns=\"http://www.w3.org/2000/svg\" version=\"1.1\"" +
              attribute("width", width) + attribute("height", height) +
              attribute("viewBox", fmt::format("0 0 {} {}", number(width), number(height))) +
              " role=\"img\"" + attribute("aria-label", name) +
              " font-family=\"Inter, system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, "
              "sans-serif\">\n" +
              (description.empty() ? std::string()
                                   : "<title>" + xml_text(name) + "</title>\n<desc>" +
                                         xml_text(description) + "</desc>\n") +
              "<rect x=\"0.5\" y=\"0.5\" rx=\"8\"" + attribute("width", width - 1.0) +
              attribute("height", height - 1.0) + " fill=\"#ffffff\" stroke=\"#d1d5db\"/>\n";
}

void Svg::line(Point from, Point to, const Stroke& stroke) {
  document_ += "<line" + attribute("x1", from.x) + attribute("y1", from.y) + attribute("x2", to.x) +
               attribute("y2", to.y) + stroke_attributes(stroke) + "/>\n";
}

void Svg::polygon(std::span<const Point> points, std::string_view color, double opacity) {
  document_ += "<polygon" + attribute("points", path_of(points)) + attribute("fill", color) +
               attribute("fill-opacity", opacity) + "/>\n";
}

void Svg::polyline(std::span<const Point> points, const Stroke& stroke) {
  document_ += "<polyline fill=\"none\" stroke-linejoin=\"round\" stroke-linecap=\"round\"" +
               attribute("points", path_of(points)) + stroke_attributes(stroke) + "/>\n";
}

void Svg::circle(Point center, double radius, std::string_view color, std::string_view tip) {
  document_ += "<circle" + attribute("cx", center.x) + attribute("cy", center.y) +
               attribute("r", radius) + attribute("fill", color) + end_of("circle", tip);
}

void Svg::rectangle(Point corner, double width, double height, std::string_view color,
                    std::string_view tip) {
  document_ += "<rect" + attribute("x", corner.x) + attribute("y", corner.y) +
               attribute("width", width) + attribute("height", height) + attribute("fill", color) +
               end_of("rect", tip);
}

void Svg::dots(std::span<const Point> centers, double radius, std::string_view color,
               double opacity) {
  if (centers.empty()) return;
  std::string path;
  for (const Point& center : centers) {
    path += fmt::format("M{} {}h0", number(center.x), number(center.y));
  }
  document_ += "<path fill=\"none\" stroke-linecap=\"round\"" + attribute("d", path) +
               attribute("stroke", color) + attribute("stroke-width", 2.0 * radius) +
               attribute("stroke-opacity", opacity) + "/>\n";
}

void Svg::ring(Point center, double radius, std::string_view color) {
  for (const Stroke& stroke : {Stroke{.color = "#ffffff", .width = 4.0}, Stroke{color, 2.0}}) {
    document_ += "<circle fill=\"none\"" + attribute("cx", center.x) + attribute("cy", center.y) +
                 attribute("r", radius) + stroke_attributes(stroke) + "/>\n";
  }
}

void Svg::frame(Point corner, double width, double height) {
  document_ += "<rect" + attribute("x", corner.x) + attribute("y", corner.y) +
               attribute("width", width) + attribute("height", height) +
               " fill=\"#fafafa\" stroke=\"#d1d5db\"/>\n";
}

void Svg::text(Point at, std::string_view content, const TextStyle& style) {
  constexpr std::string_view anchors[] = {"start", "middle", "end"};
  document_ += "<text" + attribute("x", at.x) + attribute("y", at.y) +
               attribute("font-size", style.size) + attribute("fill", style.color) +
               attribute("text-anchor", anchors[static_cast<std::size_t>(style.anchor)]);
  if (style.bold) document_ += " font-weight=\"600\"";
  if (style.halo) {
    document_ +=
        " stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\" "
        "paint-order=\"stroke\"";
  }
  if (style.degrees != 0.0) {
    document_ += attribute("transform", fmt::format("rotate({} {} {})", number(style.degrees),
                                                    number(at.x), number(at.y)));
  }
  document_ += ">" + xml_text(content) + "</text>\n";
}

std::string Svg::finish() {
  document_ += "</svg>\n";
  return std::move(document_);
}

}  // namespace chestlens
