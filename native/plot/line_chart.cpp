#include "plot/axis.hpp"
#include "plot/chart.hpp"
#include "plot/frame.hpp"
#include "plot/svg.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace chestlens {
namespace {

constexpr double tick_size = 11.0;
constexpr double label_size = 11.0;
constexpr double label_row = 15.0;
constexpr std::size_t dotted_points = 40;  // up to so many points of a series are dotted

struct Range {
  double low = INFINITY;
  double high = -INFINITY;
  void include(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
};

bool can_be_drawn(double value, bool logarithmic) {
  return std::isfinite(value) && (!logarithmic || value > 0.0);
}

Axis axis_for(const Range& range, bool logarithmic, AxisEnds ends) {
  constexpr int wanted = 7;
  const bool empty = range.low > range.high;
  if (logarithmic)
    return empty ? log_axis(0.1, 10.0, wanted) : log_axis(range.low, range.high, wanted);
  return empty ? linear_axis(0.0, 1.0, wanted, ends)
               : linear_axis(range.low, range.high, wanted, ends);
}

/// Values to positions, for one chart.
struct Plot {
  const LineChart& chart;
  Axis x, y;
  Frame frame;

  double at_x(double value) const {
    return frame.left + x.share(value) * (frame.right - frame.left);
  }
  std::optional<Point> at(double x_value, double y_value) const {
    if (!can_be_drawn(x_value, chart.log_x) || !can_be_drawn(y_value, chart.log_y)) {
      return std::nullopt;
    }
    return Point{at_x(x_value), frame.bottom - y.share(y_value) * (frame.bottom - frame.top)};
  }
};

void draw_x_axis(Svg& svg, const Plot& plot) {
  const Frame& frame = plot.frame;
  svg.line({frame.left, frame.bottom}, {frame.right, frame.bottom}, {.colour = "#6b7280"});
  for (const Tick& tick : plot.x.ticks) {
    const double at = plot.at_x(tick.value);
    svg.line({at, frame.bottom}, {at, frame.bottom + 5.0}, {.colour = "#6b7280"});
    svg.text({at, frame.bottom + 18.0}, tick.text,
             {.size = tick_size, .colour = "#4b5563", .anchor = Anchor::middle});
  }
}

void draw_series(Svg& svg, const Plot& plot, std::size_t index) {
  const Series& series = plot.chart.series[index];
  const std::size_t points = std::min(series.x.size(), series.y.size());
  const std::string_view colour = series_colour(index);
  std::vector<Point> run;
  const auto end_run = [&] {
    if (run.size() > 1) {
      svg.polyline(run, {.colour = colour, .width = 2.0, .dashes = series_dashes(index)});
    }
    if (run.size() == 1 || points <= dotted_points) {
      for (const Point& point : run) svg.circle(point, 3.0, colour);
    }
    run.clear();
  };
  for (std::size_t i = 0; i < points; ++i) {
    if (const auto point = plot.at(series.x[i], series.y[i])) {
      run.push_back(*point);
    } else {
      end_run();
    }
  }
  end_run();
}

/// Labels go into the first row where they cover no label before them.
void draw_markers(Svg& svg, const Plot& plot) {
  const Frame& frame = plot.frame;
  std::vector<Marker> markers = plot.chart.markers;
  std::erase_if(markers, [&](const Marker& m) { return !can_be_drawn(m.x, plot.chart.log_x); });
  for (const Marker& marker : markers) {
    const double at = plot.at_x(marker.x);
    svg.line({at, frame.top}, {at, frame.bottom}, {.width = 1.5, .dashes = "5 4"});
  }
  std::vector<Range> rows;  // what is taken of each, from end to end
  for (const Marker& marker : markers) {
    const double at = plot.at_x(marker.x);
    const double width = text_width(marker.label, label_size) + 8.0;
    const bool leftwards = at + width > frame.right;
    const double start = leftwards ? at - width : at;
    std::size_t row = 0;
    while (row < rows.size() && start < rows[row].high && start + width > rows[row].low) ++row;
    if (row == rows.size()) rows.emplace_back();
    rows[row].include(start);
    rows[row].include(start + width);
    const double baseline = frame.top + 12.0 + label_row * static_cast<double>(row);
    svg.text({leftwards ? at - 6.0 : at + 6.0, baseline}, marker.label,
             {.size = label_size,
              .colour = "#111827",
              .anchor = leftwards ? Anchor::end : Anchor::start,
              .halo = true});
  }
}

}  // namespace

std::string to_svg(const LineChart& chart) {
  Range x_range;
  Range y_range;
  FrameTexts texts{chart.title, chart.x_label, chart.y_label, {}};
  for (const Series& series : chart.series) {
    texts.legend.push_back(series.name);
    for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
      if (!can_be_drawn(series.x[i], chart.log_x) || !can_be_drawn(series.y[i], chart.log_y))
        continue;
      x_range.include(series.x[i]);
      y_range.include(series.y[i]);
    }
  }
  for (const Marker& marker : chart.markers) {
    if (can_be_drawn(marker.x, chart.log_x)) x_range.include(marker.x);
  }
  constexpr double width = 760.0;
  constexpr double height = 440.0;
  const Axis y = axis_for(y_range, chart.log_y, AxisEnds::at_ticks);
  const Plot plot{chart, axis_for(x_range, chart.log_x, AxisEnds::at_data), y,
                  lay_out(width, height, texts, y, 20.0)};
  Svg svg(width, height, chart.title);
  draw_frame(svg, plot.frame, texts, plot.y);
  draw_x_axis(svg, plot);
  for (std::size_t i = 0; i < chart.series.size(); ++i) draw_series(svg, plot, i);
  draw_markers(svg, plot);
  return svg.finish();
}

}  // namespace chestlens
