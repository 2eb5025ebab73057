#include "plot/frame.hpp"

#include <chestlens/palette.hpp>

#include <algorithm>
#include <array>

namespace chestlens {
namespace {

constexpr double margin = 20.0;
constexpr double title_size = 16.0;
constexpr double legend_size = 12.0;
constexpr double legend_row = 20.0;
constexpr double swatch = 18.0;
constexpr double tick_size = 11.0;

constexpr std::array<bool, palette.size()> takes_white_text = {true,  true,  true, false,
                                                               false, false, true};
constexpr std::array<std::string_view, 4> dashes = {"", "7 4", "2 4", "9 3 2 3"};

/// Where each legend entry stands, row by row.
std::vector<Point> legend_places(const std::vector<std::string>& names, double width) {
  std::vector<Point> places;
  Point at{margin, margin + title_size + 22.0};
  for (const std::string& name : names) {
    const double entry = swatch + 6.0 + text_width(name, legend_size) + 18.0;
    if (at.x > margin && at.x + entry > width - margin) at = {margin, at.y + legend_row};
    places.push_back(at);
    at.x += entry;
  }
  return places;
}

bool has_legend(const FrameTexts& texts) {
  return texts.legend.size() >= std::max<std::size_t>(texts.shortest_legend, 1);
}

}  // namespace

std::string_view series_color(std::size_t i) {
  return palette[i % palette.size()];
}

std::string_view series_dashes(std::size_t i) {
  return dashes[i / palette.size() % dashes.size()];
}

std::string_view text_on_series(std::size_t i) {
  return takes_white_text[i % palette.size()] ? "#ffffff" : "#111827";
}

Frame lay_out(double width, double height, const FrameTexts& texts, const Axis& y,
              double x_tick_height) {
  double widest = 0.0;
  for (const Tick& tick : y.ticks) widest = std::max(widest, text_width(tick.text, tick_size));
  Frame frame{.width = width, .height = height};
  frame.left = margin + (texts.y_label.empty() ? 0.0 : 20.0) + widest + 8.0;
  frame.right = width - margin;
  frame.top = margin + title_size + 18.0;
  if (has_legend(texts)) frame.top = legend_places(texts.legend, width).back().y + 18.0;
  frame.bottom = height - margin - x_tick_height - (texts.x_label.empty() ? 0.0 : 20.0);
  return frame;
}

double square_height(double width, const FrameTexts& texts, const Axis& y, double x_tick_height) {
  const Frame flat = lay_out(width, 0.0, texts, y, x_tick_height);
  return flat.top - flat.bottom + flat.right - flat.left;
}

double x_position(const Frame& frame, const Axis& x, double value) {
  return frame.left + x.share(value) * (frame.right - frame.left);
}

double y_position(const Frame& frame, const Axis& y, double value) {
  return frame.bottom - y.share(value) * (frame.bottom - frame.top);
}

void draw_frame(Svg& svg, const Frame& frame, const FrameTexts& texts, const Axis& y) {
  svg.text({margin, margin + title_size - 2.0},
           fitted(texts.title, title_size, frame.width - 2.0 * margin),
           {.size = title_size, .color = "#111827", .bold = true});
  if (has_legend(texts)) {
    const auto places = legend_places(texts.legend, frame.width);
    for (std::size_t i = 0; i < places.size(); ++i) {
      const Point at = places[i];
      svg.line({at.x, at.y - 4.0}, {at.x + swatch, at.y - 4.0},
               {.color = series_color(i), .width = 4.0, .dashes = series_dashes(i)});
      svg.text({at.x + swatch + 6.0, at.y}, texts.legend[i], {.size = legend_size});
    }
  }
  for (const Tick& tick : y.ticks) {
    const double at = y_position(frame, y, tick.value);
    svg.line({frame.left, at}, {frame.right, at}, {.color = "#e5e7eb"});
    svg.text({frame.left - 8.0, at + 4.0}, tick.text,
             {.size = tick_size, .color = "#4b5563", .anchor = Anchor::end});
  }
  svg.text({(frame.left + frame.right) / 2.0, frame.height - margin + 4.0}, texts.x_label,
           {.size = legend_size, .anchor = Anchor::middle});
  svg.text({margin + 2.0, (frame.top + frame.bottom) / 2.0}, texts.y_label,
           {.size = legend_size, .anchor = Anchor::middle, .degrees = -90.0});
}

void draw_x_axis(Svg& svg, const Frame& frame, const Axis& x, double below) {
  const double y = frame.bottom + below;
  svg.line({frame.left, y}, {frame.right, y}, {.color = "#6b7280"});
  for (const Tick& tick : x.ticks) {
    const double at = x_position(frame, x, tick.value);
    svg.line({at, y}, {at, y + 5.0}, {.color = "#6b7280"});
    svg.text({at, y + 18.0}, tick.text,
             {.size = tick_size, .color = "#4b5563", .anchor = Anchor::middle});
  }
}

}  // namespace chestlens
