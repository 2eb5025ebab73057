#pragma once

#include <string>
#include <vector>

namespace chestlens {

/// A line through (x[i], y[i]) in the order given; what is not finite leaves a gap.
struct Series {
  std::string name = {};
  std::vector<double> x = {}, y = {};
};

/// A vertical line across the plot with a label at its top.
struct Marker {
  double x = 0.0;
  std::string label = {};
};

/// On a logarithmic axis values of zero and below leave a gap.
struct LineChart {
  std::string title = {}, x_label = {}, y_label = {};
  bool log_x = false, log_y = false;
  std::vector<Series> series = {};
  std::vector<Marker> markers = {};
};

/// One value a category; what is missing or not finite has no bar.
struct BarGroup {
  std::string name = {};
  std::vector<double> values = {};
};

/// Bars of a category stand side by side, or upon each other where `stacked`.
struct BarChart {
  std::string title = {}, y_label = {};
  std::vector<std::string> categories = {};
  std::vector<BarGroup> groups = {};
  bool stacked = false;
};

/// A whole SVG 1.1 document in UTF-8, without script: a white card that reads on any background, in
/// colours that colour-blind readers tell apart (Okabe & Ito 2008). Texts may hold any bytes.
std::string to_svg(const LineChart& chart);
std::string to_svg(const BarChart& chart);

}  // namespace chestlens
