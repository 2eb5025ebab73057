#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens {

/// Points of one color. The rest, what is not worth a color of its own, is grey.
struct ScatterGroup {
  std::string name = {};
  bool is_rest = false;
};

/// A point of its own, circled, with a text beside it.
struct ScatterMark {
  double x = 0.0, y = 0.0;
  std::string label = {};
};

struct ScatterPanel {
  std::string title = {}, subtitle = {};
  std::vector<float> x = {}, y = {};
  std::vector<ScatterMark> marks = {};
};

/// Panels side by side, whose points are colored alike: point i is of groups[group_of[i]] in each.
struct ScatterRow {
  std::string legend = {};  // what the groups are: "Class"
  std::vector<ScatterGroup> groups = {};
  std::vector<std::size_t> group_of = {};
  std::vector<ScatterPanel> panels = {};
};

/// Places on maps whose axes have no unit: both are equally long and without ticks.
struct ScatterChart {
  std::string title = {};
  std::string description = {};  // in words, for who does not see it
  std::vector<ScatterRow> rows = {};
  std::vector<std::string> notes = {};  // sentences below
};

/// As the other charts (plot/chart.hpp). Points lie in no group's favor: the groups take turns in
/// lying on top. At most six groups and the rest.
std::string to_svg(const ScatterChart& chart);

/// The same picture as a PNG of twice as many pixels, its letters plain strokes. Errors: those of
/// encode_png.
Result<std::vector<std::byte>> to_png(const ScatterChart& chart);

}  // namespace chestlens
