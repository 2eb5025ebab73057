#include "plot/axis.hpp"
#include "plot/category_axis.hpp"
#include "plot/chart.hpp"
#include "plot/frame.hpp"
#include "plot/svg.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace chestlens {
namespace {

constexpr double value_size = 10.0;
constexpr double plot_height = 300.0;
constexpr double category_gap = 0.25;  // of a category's slot
constexpr double section_gap = 0.6;    // the same
constexpr double section_size = 12.0;
constexpr double section_row = 20.0;

std::optional<double> value_at(const BarGroup& group, std::size_t category) {
  if (category >= group.values.size() || !std::isfinite(group.values[category])) {
    return std::nullopt;
  }
  return group.values[category];
}

/// Where the bars of one category end, down and up; 0 is always inside.
struct Extent {
  double low = 0.0;
  double high = 0.0;
};

Extent extent_of(const BarChart& chart, std::size_t category) {
  Extent extent;
  for (const BarGroup& group : chart.groups) {
    const double value = value_at(group, category).value_or(0.0);
    if (chart.stacked) {
      (value < 0.0 ? extent.low : extent.high) += value;
    } else {
      extent = {std::min(extent.low, value), std::max(extent.high, value)};
    }
  }
  return extent;
}

Axis value_axis(const BarChart& chart) {
  Extent all;
  for (std::size_t c = 0; c < chart.categories.size(); ++c) {
    const Extent extent = extent_of(chart, c);
    all = {std::min(all.low, extent.low), std::max(all.high, extent.high)};
  }
  if (all.low == all.high) all.high = 1.0;
  constexpr double room_for_values = 1.06;
  return linear_axis(all.low * room_for_values, all.high * room_for_values, 6, AxisEnds::at_ticks);
}

std::size_t categories_per_section(const BarChart& chart) {
  const std::size_t sections = std::max<std::size_t>(1, chart.sections.size());
  return std::max<std::size_t>(1, (chart.categories.size() + sections - 1) / sections);
}

/// Slots of the whole chart, the gaps between its sections included.
double slots(const BarChart& chart) {
  const double gaps = section_gap * static_cast<double>(chart.sections.size());
  return std::max(1.0, static_cast<double>(chart.categories.size()) +
                           (chart.sections.empty() ? 0.0 : gaps - section_gap));
}

struct Plot {
  const BarChart& chart;
  Axis y;
  Frame frame;

  double at(double value) const { return y_position(frame, y, value); }
  double slot() const { return (frame.right - frame.left) / slots(chart); }
  double middle(std::size_t category) const {
    const std::size_t section = category / categories_per_section(chart);
    return frame.left + slot() * (static_cast<double>(category) + 0.5 +
                                  section_gap * static_cast<double>(section));
  }
};

std::string name_of(const BarChart& chart, std::size_t category) {
  const std::size_t section = category / categories_per_section(chart);
  const std::string of = section < chart.sections.size() ? chart.sections[section] + ", " : "";
  return of + chart.categories[category];
}

void draw_bar(Svg& svg, const Plot& plot, double left, double width, double from, double to,
              std::size_t group, std::size_t category) {
  const double top = plot.at(std::max(from, to));
  const double bottom = plot.at(std::min(from, to));
  const std::string tip = name_of(plot.chart, category) + ", " + plot.chart.groups[group].name +
                          ": " + number_text(std::abs(to - from) * (to < from ? -1.0 : 1.0));
  svg.rectangle({left, top}, width, bottom - top, series_color(group), tip);
}

void draw_grouped(Svg& svg, const Plot& plot, std::size_t category, double left, double width) {
  const double bar = width / static_cast<double>(plot.chart.groups.size());
  for (std::size_t g = 0; g < plot.chart.groups.size(); ++g) {
    const auto found = value_at(plot.chart.groups[g], category);
    if (!found) continue;
    const double value = *found;
    const double at = left + bar * static_cast<double>(g);
    draw_bar(svg, plot, at + 0.5, std::max(bar - 1.0, 0.5), 0.0, value, g, category);
    const std::string text = number_text(value);
    const bool upright = text_width(text, value_size) > bar + 4.0;
    const double middle = at + bar / 2.0;
    if (upright) {
      svg.text({middle + 3.5, plot.at(std::max(value, 0.0)) - 4.0}, text,
               {.size = value_size, .degrees = -90.0, .halo = true});
    } else {
      const double below = plot.at(value) + value_size + 3.0;
      svg.text({middle, value < 0.0 ? below : plot.at(value) - 4.0}, text,
               {.size = value_size, .anchor = Anchor::middle, .halo = true});
    }
  }
}

void draw_stacked(Svg& svg, const Plot& plot, std::size_t category, double left, double width) {
  Extent so_far;
  int segments = 0;
  int printed = 0;
  for (std::size_t g = 0; g < plot.chart.groups.size(); ++g) {
    const double value = value_at(plot.chart.groups[g], category).value_or(0.0);
    if (value == 0.0) continue;
    ++segments;
    double& end = value < 0.0 ? so_far.low : so_far.high;
    draw_bar(svg, plot, left, width, end, end + value, g, category);
    const double height = std::abs(plot.at(end) - plot.at(end + value));
    const std::string text = number_text(value);
    if (height > value_size + 3.0 && text_width(text, value_size) < width) {
      svg.text({left + width / 2.0, (plot.at(end) + plot.at(end + value)) / 2.0 + 3.5}, text,
               {.size = value_size, .color = text_on_series(g), .anchor = Anchor::middle});
      ++printed;
    }
    end += value;
  }
  if (segments == 1 && printed == 1) return;
  svg.text({left + width / 2.0, plot.at(so_far.high) - 4.0}, number_text(so_far.high + so_far.low),
           {.size = value_size, .anchor = Anchor::middle, .bold = true});
}

void draw_category(Svg& svg, const Plot& plot, std::size_t category) {
  const double width = plot.slot() * (1.0 - category_gap);
  const double left = plot.middle(category) - width / 2.0;
  if (plot.chart.stacked) {
    draw_stacked(svg, plot, category, left, width);
  } else {
    draw_grouped(svg, plot, category, left, width);
  }
}

/// Each under its categories' labels, with a line as wide as they are.
void draw_sections(Svg& svg, const Plot& plot, double label_height) {
  const std::size_t run = categories_per_section(plot.chart);
  for (std::size_t i = 0; i < plot.chart.sections.size(); ++i) {
    const std::size_t last = std::min((i + 1) * run, plot.chart.categories.size());
    if (last <= i * run) break;
    const double half = plot.slot() * (1.0 - category_gap) / 2.0;
    const double left = plot.middle(i * run) - half;
    const double right = plot.middle(last - 1) + half;
    const double y = plot.frame.bottom + label_height + 4.0;
    svg.line({left, y}, {right, y}, {.color = "#9ca3af"});
    svg.text({(left + right) / 2.0, y + 16.0},
             fitted(plot.chart.sections[i], section_size, right - left + plot.slot()),
             {.size = section_size, .color = "#111827", .anchor = Anchor::middle});
  }
}

}  // namespace

std::string to_svg(const BarChart& chart) {
  FrameTexts texts{chart.title, {}, chart.y_label, {}};
  for (const BarGroup& group : chart.groups) texts.legend.push_back(group.name);
  const double bars =
      static_cast<double>(chart.categories.size() *
                          (chart.stacked ? 2 : std::max<std::size_t>(1, chart.groups.size())));
  const double width = std::clamp(120.0 + 26.0 * bars, 560.0, 1400.0);
  const Axis y = value_axis(chart);
  const CategoryLabels labels = category_labels(chart.categories, (width - 100.0) / slots(chart));
  const double under = labels.height + (chart.sections.empty() ? 0.0 : section_row);
  const Frame flat = lay_out(width, 0.0, texts, y, under);
  const double height = plot_height + flat.top - flat.bottom;

  Plot plot{chart, y, lay_out(width, height, texts, y, under)};
  plot.frame.left = std::max(plot.frame.left, labels.left_side);
  Svg svg(width, height, chart.title);
  draw_frame(svg, plot.frame, texts, y);
  for (std::size_t c = 0; c < chart.categories.size(); ++c) {
    draw_category(svg, plot, c);
    draw_category_label(svg, labels, c, {plot.middle(c), plot.frame.bottom});
  }
  draw_sections(svg, plot, labels.height);
  svg.line({plot.frame.left, plot.at(0.0)}, {plot.frame.right, plot.at(0.0)}, {.color = "#6b7280"});
  return svg.finish();
}

}  // namespace chestlens
