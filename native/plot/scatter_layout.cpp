#include "plot/scatter_layout.hpp"

#include "plot/frame.hpp"

#include <chestlens/palette.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <sstream>

namespace chestlens {
namespace {

constexpr double panel_gap = 20.0;
constexpr double legend_row = 22.0;
constexpr double panel_titles = 46.0;  // over a square
constexpr double row_gap = 26.0;
constexpr double inset = 12.0;  // of the points within the square
constexpr double narrowest = 560.0;
constexpr std::size_t colors = 6;
constexpr std::size_t layers = 16;

double side_for(std::size_t panels) {
  return panels <= 1 ? 620.0 : panels == 2 ? 460.0 : 380.0;
}

/// Smaller dots for more points, so that they can be told apart where they crowd.
double radius_for(std::size_t points, double side) {
  const double share = side / std::sqrt(static_cast<double>(std::max<std::size_t>(points, 1)));
  return std::clamp(0.3 * share, 0.8, 3.6);
}

/// The legend's dots from `top` on, in lines no longer than the chart.
std::vector<Point> legend_places(const ScatterRow& row, double width, double top) {
  const double first = scatter_margin + text_width(row.legend, scatter_text_size) + 26.0;
  std::vector<Point> places;
  Point at{first, top};
  for (const ScatterGroup& group : row.groups) {
    const double entry = text_width(group.name, scatter_text_size) + 34.0;
    if (at.x > first && at.x + entry > width - scatter_margin) at = {first, at.y + legend_row};
    places.push_back(at);
    at.x += entry;
  }
  return places;
}

/// Sentences in lines that fit.
std::vector<std::string> wrapped(const std::vector<std::string>& sentences, double width) {
  std::vector<std::string> lines;
  for (const std::string& sentence : sentences) {
    std::istringstream words(sentence);
    std::string line;
    for (std::string word; words >> word;) {
      const std::string longer = line.empty() ? word : line + " " + word;
      if (!line.empty() && text_width(longer, scatter_note_size) > width) {
        lines.push_back(line);
        line = word;
      } else {
        line = longer;
      }
    }
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

}  // namespace

ScatterLayout lay_out(const ScatterChart& chart) {
  ScatterLayout layout;
  std::size_t panels = 1, points = 0;
  for (const ScatterRow& row : chart.rows) {
    panels = std::max(panels, row.panels.size());
    points = std::max(points, row.group_of.size());
  }
  layout.side = side_for(panels);
  layout.radius = radius_for(points, layout.side);
  const auto count = static_cast<double>(panels);
  layout.width =
      std::max(narrowest, 2.0 * scatter_margin + count * layout.side + (count - 1.0) * panel_gap);
  double top = scatter_margin + scatter_title_size + 22.0;
  for (const ScatterRow& row : chart.rows) {
    layout.legends.push_back(legend_places(row, layout.width, top));
    if (!row.groups.empty()) top = layout.legends.back().back().y;
    top += panel_titles + 14.0;
    auto& corners = layout.corners.emplace_back();
    for (std::size_t p = 0; p < row.panels.size(); ++p) {
      corners.push_back({scatter_margin + static_cast<double>(p) * (layout.side + panel_gap), top});
    }
    top += layout.side + row_gap;
  }
  layout.notes = wrapped(chart.notes, layout.width - 2.0 * scatter_margin);
  layout.notes_top = top;
  layout.height = top + 17.0 * static_cast<double>(layout.notes.size()) + scatter_margin - 12.0;
  return layout;
}

std::string_view scatter_color(const ScatterRow& row, std::size_t group) {
  return row.groups[group].is_rest ? rest_color : series_color(group % colors);
}

PlacedPanel place_points(const ScatterPanel& panel, Point corner, double side) {
  double left = INFINITY, right = -INFINITY, low = INFINITY, high = -INFINITY;
  const auto include = [&](double x, double y) {
    left = std::min(left, x);
    right = std::max(right, x);
    low = std::min(low, y);
    high = std::max(high, y);
  };
  for (std::size_t i = 0; i < panel.x.size(); ++i) include(panel.x[i], panel.y[i]);
  for (const ScatterMark& mark : panel.marks) include(mark.x, mark.y);
  const double span = std::max(right - left, high - low);
  const double scale = span > 0.0 ? (side - 2.0 * inset) / span : 0.0;
  const auto at = [&](double x, double y) {
    return Point{corner.x + side / 2.0 + scale * (x - (left + right) / 2.0),
                 corner.y + side / 2.0 - scale * (y - (low + high) / 2.0)};
  };
  PlacedPanel placed;
  for (std::size_t i = 0; i < panel.x.size(); ++i) {
    placed.points.push_back(at(panel.x[i], panel.y[i]));
  }
  for (const ScatterMark& mark : panel.marks) placed.marks.push_back(at(mark.x, mark.y));
  return placed;
}

std::vector<std::vector<std::vector<Point>>> layers_of(const ScatterRow& row,
                                                       const std::vector<Point>& points) {
  std::vector<std::vector<std::vector<Point>>> drawn(
      layers, std::vector<std::vector<Point>>(row.groups.size()));
  std::uint32_t lot = 1;
  for (std::size_t i = 0; i < points.size(); ++i) {
    lot = lot * 1664525U + 1013904223U;  // Numerical Recipes' generator: its high bits are enough
    drawn[lot >> 28U][row.group_of[i]].push_back(points[i]);
  }
  return drawn;
}

}  // namespace chestlens
