#include "plot/axis.hpp"
#include "plot/chart.hpp"
#include "plot/frame.hpp"
#include "plot/guide.hpp"
#include "plot/places.hpp"
#include "plot/svg.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace chestlens {
namespace {

constexpr double x_tick_height = 20.0;
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

Axis axis_for(const Range& range, bool logarithmic, int wanted, AxisEnds ends) {
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

  double at_x(double value) const { return x_position(frame, x, value); }
  std::optional<Point> at(double x_value, double y_value) const {
    if (!can_be_drawn(x_value, chart.log_x) || !can_be_drawn(y_value, chart.log_y)) {
      return std::nullopt;
    }
    return Point{at_x(x_value), y_position(frame, y, y_value)};
  }
};

void draw_series(Svg& svg, const Plot& plot, std::size_t index) {
  const Series& series = plot.chart.series[index];
  const std::size_t points = std::min(series.x.size(), series.y.size());
  const std::string_view color = series_color(index);
  const bool dotted = points <= dotted_points && !plot.chart.unit_square;
  std::vector<Point> run;
  std::vector<std::string> tips;
  const auto end_run = [&] {
    if (run.size() > 1) {
      svg.polyline(run, {.color = color, .width = 2.0, .dashes = series_dashes(index)});
    }
    if (run.size() == 1 || dotted) {
      for (std::size_t i = 0; i < run.size(); ++i) svg.circle(run[i], 3.0, color, tips[i]);
    }
    run.clear();
    tips.clear();
  };
  for (std::size_t i = 0; i < points; ++i) {
    if (const auto point = plot.at(series.x[i], series.y[i])) {
      run.push_back(*point);
      tips.push_back(series.name + (series.name.empty() ? "" : ": ") + number_text(series.y[i]) +
                     " at " + number_text(series.x[i]));
    } else {
      end_run();
    }
  }
  end_run();
}

/// Along the upper line, and back along the lower one.
void draw_band(Svg& svg, const Plot& plot, std::size_t index) {
  constexpr double opacity = 0.12;  // four bands over each other still let the grid through
  const Band& band = plot.chart.bands[index];
  std::vector<Point> outline, below;
  for (std::size_t i = 0; i < std::min({band.x.size(), band.low.size(), band.high.size()}); ++i) {
    const auto upper = plot.at(band.x[i], band.high[i]);
    const auto lower = plot.at(band.x[i], band.low[i]);
    if (!upper || !lower) continue;
    outline.push_back(*upper);
    below.push_back(*lower);
  }
  outline.insert(outline.end(), below.rbegin(), below.rend());
  if (!outline.empty()) svg.polygon(outline, series_color(index), opacity);
}

void draw_guide(Svg& svg, const Plot& plot, const Series& guide) {
  std::vector<Point> points;
  for (std::size_t i = 0; i < std::min(guide.x.size(), guide.y.size()); ++i) {
    if (const auto point = plot.at(guide.x[i], guide.y[i])) points.push_back(*point);
  }
  draw_guide(svg, points, guide.name);
}

/// Places of what can be drawn, with spans cut to the plot.
std::vector<Place> places_of(const Plot& plot) {
  const LineChart& chart = plot.chart;
  const Frame& frame = plot.frame;
  std::vector<Place> places;
  for (const Marker& marker : chart.markers) {
    if (!can_be_drawn(marker.x, chart.log_x)) continue;
    const double at = plot.at_x(marker.x);
    places.push_back({.left = at, .right = at, .label = marker.label});
  }
  const auto side = [&](double value, double otherwise) {
    if (!can_be_drawn(value, chart.log_x)) return otherwise;
    return std::clamp(plot.at_x(value), frame.left, frame.right);
  };
  for (const Span& span : chart.spans) {
    places.push_back(
        {.left = side(span.low, frame.left),
         .right = side(span.high, frame.right),
         .is_span = true,
         .label = span.label,
         .tip = span.label + ": " + number_text(span.low) + " to " + number_text(span.high)});
  }
  arrange_labels(places, frame.right);
  return places;
}

struct Ranges {
  Range x, y;
  void include(const LineChart& chart, const Series& series) {
    for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
      if (!can_be_drawn(series.x[i], chart.log_x) || !can_be_drawn(series.y[i], chart.log_y))
        continue;
      x.include(series.x[i]);
      y.include(series.y[i]);
    }
  }
};

Ranges ranges_of(const LineChart& chart) {
  if (chart.unit_square) return {{0.0, 1.0}, {0.0, 1.0}};
  Ranges ranges;
  for (const Series& series : chart.series) ranges.include(chart, series);
  for (const Series& guide : chart.guides) ranges.include(chart, guide);
  for (const Band& band : chart.bands) {
    ranges.include(chart, {.x = band.x, .y = band.low});
    ranges.include(chart, {.x = band.x, .y = band.high});
  }
  std::vector<double> places;
  for (const Marker& marker : chart.markers) places.push_back(marker.x);
  for (const Span& span : chart.spans) places.insert(places.end(), {span.low, span.high});
  for (const double place : places) {
    if (can_be_drawn(place, chart.log_x)) ranges.x.include(place);
  }
  return ranges;
}

}  // namespace

std::string to_svg(const LineChart& chart) {
  FrameTexts texts{chart.title, chart.x_label, chart.y_label};
  for (const Series& series : chart.series) texts.legend.push_back(series.name);
  const Ranges ranges = ranges_of(chart);
  const int ticks = chart.unit_square ? 5 : 7;
  const Axis y = axis_for(ranges.y, chart.log_y, ticks, AxisEnds::at_ticks);
  const double width = chart.unit_square ? 600.0 : 760.0;
  const double plain_height =
      chart.unit_square ? square_height(width, texts, y, x_tick_height) : 440.0;
  Plot plot{chart, axis_for(ranges.x, chart.log_x, ticks, AxisEnds::at_data), y,
            lay_out(width, plain_height, texts, y, x_tick_height)};
  const std::vector<Place> places = places_of(plot);
  const double labels = label_height(places);
  plot.frame.top += labels;
  plot.frame.bottom += labels;
  plot.frame.height += labels;
  Svg svg(width, plot.frame.height, chart.title, chart.description);
  draw_spans(svg, plot.frame, places);
  draw_frame(svg, plot.frame, texts, plot.y);
  draw_x_axis(svg, plot.frame, plot.x);
  for (std::size_t i = 0; i < chart.bands.size(); ++i) draw_band(svg, plot, i);
  for (const Series& guide : chart.guides) draw_guide(svg, plot, guide);
  for (std::size_t i = 0; i < chart.series.size(); ++i) draw_series(svg, plot, i);
  draw_markers(svg, plot.frame, places);
  return svg.finish();
}

}  // namespace chestlens
