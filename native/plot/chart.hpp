#pragma once

#include <chestlens/calibration.hpp>
#include <chestlens/metrics.hpp>

#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// A line through (x[i], y[i]) in the order given; what is not finite leaves a gap.
struct Series {
  std::string name = {};
  std::vector<double> x = {}, y = {};
};

/// What lies between two lines over x, shaded in the color of the series of the same number.
struct Band {
  std::vector<double> x = {}, low = {}, high = {};
};

/// A vertical line across the plot with a label at its top.
struct Marker {
  double x = 0.0;
  std::string label = {};
};

/// A range of x, shaded from the plot's top to its bottom, with a label at its top.
struct Span {
  double low = 0.0, high = 0.0;
  std::string label = {};
};

/// On a logarithmic axis values of zero and below leave a gap.
struct LineChart {
  std::string title = {}, x_label = {}, y_label = {};
  std::string description = {};  // in words, for who does not see it
  bool log_x = false, log_y = false;
  bool unit_square = false;  // both axes from 0 to 1 and equally long: ROC and the like
  std::vector<Series> series = {};
  std::vector<Band> bands = {};     // of the first series, the second, ...
  std::vector<Series> guides = {};  // thin grey lines with their names on them: chance, a baseline
  std::vector<Marker> markers = {};
  std::vector<Span> spans = {};
};

/// One value a category; what is missing or not finite has no bar.
struct BarGroup {
  std::string name = {};
  std::vector<double> values = {};
};

/// Bars of a category stand side by side, or upon each other where `stacked`. Sections name equal
/// runs of categories: classes over their splits, say.
struct BarChart {
  std::string title = {}, y_label = {};
  std::vector<std::string> categories = {};
  std::vector<std::string> sections = {};
  std::vector<BarGroup> groups = {};
  bool stacked = false;
};

/// A name for each class of the matrix. A cell shows its films and their share of its row, which
/// also shades it.
struct ConfusionChart {
  std::string title = {};
  std::string description = {};
  std::vector<std::string> classes = {};
  ConfusionMatrix matrix = {};
};

struct ReliabilityCurve {
  std::string name = {};
  std::vector<ReliabilityBin> bins = {};  // the same limits in every curve
  std::optional<double> error = {};       // for the legend; none: the plain error of the bins
};

/// Accuracy against confidence (Guo 2017), with Wilson 95 % intervals, over a strip of the bins'
/// films; the legend says the expected calibration error (ECE). One curve, or before and after.
struct ReliabilityChart {
  std::string title = {};
  std::string description = {};
  std::vector<ReliabilityCurve> curves = {};
};

/// A whole SVG 1.1 document in UTF-8, without script: a white card that reads on any background, in
/// colors that color-blind readers tell apart (Okabe & Ito 2008). Texts may hold any bytes.
std::string to_svg(const LineChart& chart);
std::string to_svg(const BarChart& chart);
std::string to_svg(const ConfusionChart& chart);
std::string to_svg(const ReliabilityChart& chart);

}  // namespace chestlens
