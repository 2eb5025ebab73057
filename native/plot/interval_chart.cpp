#include "plot/interval_chart.hpp"

#include "io/text.hpp"
#include "plot/axis.hpp"
#include "plot/frame.hpp"
#include "plot/svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace chestlens {
namespace {

constexpr double margin = 20.0;
constexpr double row_height = 24.0;
constexpr double heading_height = 30.0;
constexpr double text_size = 12.0;
constexpr double widest_name = 250.0;
constexpr double widest_remark = 230.0;
constexpr std::string_view chance_color = "#cbd5e1";
constexpr std::string_view chance_ink = "#475569";

std::string_view color_of(bool is_marked) {
  return series_color(is_marked ? 1 : 0);
}

void draw_dot(Svg& svg, Point at, bool is_marked, std::string_view tip) {
  if (!is_marked) {
    svg.circle(at, 4.5, color_of(false), tip);
    return;
  }
  constexpr double reach = 6.0;
  const std::array diamond{Point{at.x, at.y - reach}, Point{at.x + reach, at.y},
                           Point{at.x, at.y + reach}, Point{at.x - reach, at.y}};
  svg.polygon(diamond, color_of(true), 1.0);
}

void draw_chance(Svg& svg, double from, double to, double y) {
  svg.rectangle({std::min(from, to), y - 7.0}, std::max(std::abs(to - from), 1.0), 14.0,
                chance_color);
  svg.line({from, y - 7.0}, {from, y + 7.0}, {.color = chance_ink, .width = 1.5});
}

/// What is measured for rows to stand below each other.
struct RowLayout {
  Axis axis;
  Frame frame;
  double first_row = 0.0;  // upper side
};

template <typename Text>
double widest(const IntervalChart& chart, Text text, double most) {
  double width = 0.0;
  for (const IntervalGroup& group : chart.groups) {
    for (const IntervalRow& row : group.rows) {
      width = std::max(width, text_width(text(row), text_size));
    }
  }
  return std::min(width, most);
}

double rows_height(const IntervalChart& chart) {
  double height = 0.0;
  for (const IntervalGroup& group : chart.groups) {
    height += (group.title.empty() ? 0.0 : heading_height) +
              row_height * static_cast<double>(group.rows.size());
  }
  return height;
}

RowLayout rows_of(const IntervalChart& chart, double legend_height) {
  RowLayout layout{linear_axis(0.0, 100.0, 5, AxisEnds::at_ticks), {.width = chart.width}, 0.0};
  const auto name = [](const IntervalRow& row) -> auto& { return row.name; };
  const auto remark = [](const IntervalRow& row) -> auto& { return row.remark; };
  const double beside = widest(chart, remark, widest_remark);
  layout.frame.left = margin + widest(chart, name, widest_name) + 14.0;
  layout.frame.right = chart.width - margin - (beside > 0.0 ? beside + 14.0 : 0.0);
  layout.frame.top = margin + 16.0 + 12.0 + legend_height;
  layout.first_row = layout.frame.top + 4.0;
  layout.frame.bottom = layout.first_row + rows_height(chart) + 4.0;
  layout.frame.height = layout.frame.bottom + 30.0 + (chart.x_label.empty() ? 0.0 : 22.0) + 8.0;
  return layout;
}

double draw_legend(Svg* svg, const IntervalChart& chart) {
  double x = margin + 6.0;
  const double y = margin + 16.0 + 16.0;
  const auto add = [&](const std::string& text, auto draw) {
    if (text.empty()) return;
    if (svg != nullptr) {
      draw(Point{x, y - 4.0});
      svg->text({x + 14.0, y}, text, {.size = text_size});
    }
    x += 14.0 + text_width(text, text_size) + 24.0;
  };
  add(chart.plain, [&](Point at) { draw_dot(*svg, at, false, {}); });
  add(chart.marked, [&](Point at) { draw_dot(*svg, at, true, {}); });
  add(chart.chance, [&](Point at) { draw_chance(*svg, at.x - 6.0, at.x + 8.0, at.y); });
  return x > margin + 6.0 ? 22.0 : 0.0;
}

void draw_row(Svg& svg, const RowLayout& layout, const IntervalRow& row, double y) {
  const auto at = [&](double share) {
    return x_position(layout.frame, layout.axis, 100.0 * std::clamp(share, 0.0, 1.0));
  };
  svg.text({margin, y + 4.0}, fitted(row.name, text_size, widest_name), {.size = text_size});
  if (std::isfinite(row.chance) && std::isfinite(row.chance_high)) {
    draw_chance(svg, at(row.chance), at(row.chance_high), y);
  }
  if (std::isfinite(row.value)) {
    const std::string tip = row.name + ": " + percent(row.value) + " % (" + percent(row.low) +
                            " to " + percent(row.high) + ")";
    svg.line({at(row.low), y}, {at(row.high), y}, {.color = color_of(row.is_marked), .width = 2.5});
    draw_dot(svg, {at(row.value), y}, row.is_marked, tip);
  }
  svg.text(
      {layout.frame.right + 14.0, y + 4.0}, fitted(row.remark, text_size, widest_remark),
      {.size = text_size, .color = row.is_marked ? "#111827" : "#374151", .bold = row.is_marked});
}

void draw_grid(Svg& svg, const RowLayout& layout) {
  for (const Tick& tick : layout.axis.ticks) {
    const double x = x_position(layout.frame, layout.axis, tick.value);
    svg.line({x, layout.frame.top}, {x, layout.frame.bottom}, {.color = "#e5e7eb"});
  }
}

}  // namespace

std::string to_svg(const IntervalChart& chart) {
  const RowLayout layout = rows_of(chart, draw_legend(nullptr, chart));
  Svg svg(chart.width, layout.frame.height, chart.title, chart.description);
  svg.text({margin, margin + 14.0}, fitted(chart.title, 16.0, chart.width - 2.0 * margin),
           {.size = 16.0, .color = "#111827", .bold = true});
  draw_legend(&svg, chart);
  draw_grid(svg, layout);
  double top = layout.first_row;
  for (const IntervalGroup& group : chart.groups) {
    if (!group.title.empty()) {
      svg.text({margin, top + heading_height - 9.0},
               fitted(group.title, text_size, chart.width - 2.0 * margin),
               {.size = text_size, .color = "#111827", .bold = true, .halo = true});
      top += heading_height;
    }
    for (const IntervalRow& row : group.rows) {
      draw_row(svg, layout, row, top + row_height / 2.0);
      top += row_height;
    }
  }
  draw_x_axis(svg, layout.frame, layout.axis);
  svg.text({(layout.frame.left + layout.frame.right) / 2.0, layout.frame.bottom + 40.0},
           chart.x_label, {.size = text_size, .anchor = Anchor::middle});
  return svg.finish();
}

}  // namespace chestlens
