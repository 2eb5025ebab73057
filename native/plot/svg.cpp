#include "plot/svg.hpp"

#include "io/text.hpp"
#include "io/utf8.hpp"

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

bool is_forbidden(std::string_view character) {
  const auto byte = static_cast<unsigned char>(character[0]);
  const bool control = byte < 0x20U && byte != '\t' && byte != '\n' && byte != '\r';
  return control || character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

std::string escaped(std::string_view character) {
  if (character == "&") return "&amp;";
  if (character == "<") return "&lt;";
  if (character == ">") return "&gt;";
  if (character == "\"") return "&quot;";
  return std::string(character);
}

}  // namespace

std::string xml_text(std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string result;
  while (!text.empty()) {
    const std::size_t bytes = first_code_point(text).bytes;
    const std::string_view character = text.substr(0, std::max<std::size_t>(bytes, 1));
    result += bytes == 0 || is_forbidden(character) ? std::string(replacement) : escaped(character);
    text.remove_prefix(character.size());
  }
  return result;
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
