#include "io/text.hpp"
#include "plot/axis.hpp"
#include "plot/chart.hpp"
#include "plot/frame.hpp"
#include "plot/guide.hpp"
#include "plot/svg.hpp"

#include <chestlens/calibration.hpp>
#include <chestlens/metrics.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace chestlens {
namespace {

constexpr double card_width = 600.0;
constexpr double strip_top = 14.0;  // under the plot's bottom
constexpr double strip_height = 64.0;
constexpr double label_size = 11.0;

struct Plot {
  Axis unit;
  Frame frame;

  Point at(double confidence, double accuracy) const {
    return {x_position(frame, unit, confidence), y_position(frame, unit, accuracy)};
  }
};

/// Wilson intervals of the bins' accuracies.
void draw_whiskers(Svg& svg, const Plot& plot, const ReliabilityCurve& curve,
                   std::string_view color) {
  for (const ReliabilityBin& bin : curve.bins) {
    if (bin.films == 0) continue;
    const auto right = std::llround(bin.accuracy * static_cast<double>(bin.films));
    const Interval interval = wilson_interval(right, bin.films);
    svg.line(plot.at(bin.confidence, interval.low), plot.at(bin.confidence, interval.high),
             {.color = color, .width = 1.0});
  }
}

void draw_curve(Svg& svg, const Plot& plot, const ReliabilityCurve& curve, std::string_view color) {
  std::vector<Point> points;
  for (const ReliabilityBin& bin : curve.bins) {
    if (bin.films > 0) points.push_back(plot.at(bin.confidence, bin.accuracy));
  }
  svg.polyline(points, {.color = color, .width = 2.0});
  for (const ReliabilityBin& bin : curve.bins) {
    if (bin.films == 0) continue;
    svg.circle(plot.at(bin.confidence, bin.accuracy), 3.5, color,
               curve.name + ": confidence " + percent(bin.confidence) + " %, accuracy " +
                   percent(bin.accuracy) + " %, " + films_text(bin.films));
  }
}

/// Films of each bin, the curves' bars side by side.
void draw_strip(Svg& svg, const Plot& plot, const std::vector<ReliabilityCurve>& curves) {
  std::int64_t most = 0;
  for (const ReliabilityCurve& curve : curves) {
    for (const ReliabilityBin& bin : curve.bins) most = std::max(most, bin.films);
  }
  const double bottom = plot.frame.bottom + strip_top + strip_height;
  for (std::size_t c = 0; c < curves.size(); ++c) {
    for (const ReliabilityBin& bin : curves[c].bins) {
      if (bin.films == 0) continue;
      const double left = plot.at(bin.low, 0.0).x + 1.0;
      const double width =
          (plot.at(bin.high, 0.0).x - left - 1.0) / static_cast<double>(curves.size());
      const double height =
          std::max(1.0, strip_height * static_cast<double>(bin.films) / static_cast<double>(most));
      svg.rectangle({left + width * static_cast<double>(c), bottom - height}, width, height,
                    series_color(c),
                    curves[c].name + ", confidence " + number_text(bin.low) + " to " +
                        number_text(bin.high) + ": " + films_text(bin.films));
    }
  }
  const auto side_text = [&](double y, const std::string& text) {
    svg.text({plot.frame.left - 8.0, y}, text,
             {.size = label_size, .color = "#4b5563", .anchor = Anchor::end});
  };
  side_text(bottom - strip_height + 8.0, number_text(static_cast<double>(most)));
  side_text(bottom, "0");
  svg.text({22.0, bottom - strip_height / 2.0}, "films",
           {.size = 12.0, .anchor = Anchor::middle, .degrees = -90.0});
}

}  // namespace

std::string to_svg(const ReliabilityChart& chart) {
  FrameTexts texts{chart.title, "confidence (highest probability)", "accuracy"};
  texts.shortest_legend = 1;
  for (const ReliabilityCurve& curve : chart.curves) {
    texts.legend.push_back(curve.name + (curve.name.empty() ? "" : ", ") + "ECE " +
                           percent(curve.error.value_or(expected_calibration_error(curve.bins))) +
                           " %");
  }
  const Axis unit = linear_axis(0.0, 1.0, 5, AxisEnds::at_ticks);
  constexpr double below = strip_top + strip_height + 20.0;
  const double height = square_height(card_width, texts, unit, below);
  const Plot plot{unit, lay_out(card_width, height, texts, unit, below)};
  Svg svg(card_width, height, chart.title, chart.description);
  draw_frame(svg, plot.frame, texts, unit);
  draw_guide(svg, std::array{plot.at(0.0, 0.0), plot.at(1.0, 1.0)}, "perfectly calibrated");
  for (std::size_t c = 0; c < chart.curves.size(); ++c)
    draw_whiskers(svg, plot, chart.curves[c], series_color(c));
  for (std::size_t c = 0; c < chart.curves.size(); ++c)
    draw_curve(svg, plot, chart.curves[c], series_color(c));
  draw_strip(svg, plot, chart.curves);
  draw_x_axis(svg, plot.frame, unit, strip_top + strip_height);
  return svg.finish();
}

}  // namespace chestlens
