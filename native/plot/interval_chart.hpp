#pragma once

#include <limits>
#include <string>
#include <vector>

namespace chestlens {

/// A share with its interval, and what chance alone reaches where that is known.
struct IntervalRow {
  std::string name = {};
  double value = 0.0, low = 0.0, high = 0.0;                      // in [0,1]
  double chance = std::numeric_limits<double>::quiet_NaN();       // on average
  double chance_high = std::numeric_limits<double>::quiet_NaN();  // the most that is usual
  bool is_marked = false;
  std::string remark = {};  // to the right, a few words
};

/// Rows under a heading, which may be empty.
struct IntervalGroup {
  std::string title = {};
  std::vector<IntervalRow> rows = {};
};

/// Dots with their intervals from 0 to 100 %, one below the other; marked ones are diamonds of
/// another color, and chance is a grey bar from its mean to the most that is usual.
struct IntervalChart {
  std::string title = {}, x_label = {};
  std::string description = {};  // in words, for who does not see it
  std::vector<IntervalGroup> groups = {};
  std::string plain = {}, marked = {}, chance = {};  // what they stand for, in the legend
  double width = 760.0;                              // of the card in pixels
};

/// As the other charts (plot/chart.hpp).
std::string to_svg(const IntervalChart& chart);

}  // namespace chestlens
