#pragma once

#include "plot/svg.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens {

/// Names under equally wide slots, tilted where one is wider than its slot.
struct CategoryLabels {
  std::vector<std::string> names;  // cut short where very long
  bool tilted = false;
  double height = 0.0;     // pixels they take under the plot
  double left_side = 0.0;  // where the plot must begin at the least, for a tilted name to fit
};

CategoryLabels category_labels(const std::vector<std::string>& names, double slot_width);

/// The label of category i, whose slot's middle is `below` on the plot's bottom.
void draw_category_label(Svg& svg, const CategoryLabels& labels, std::size_t i, Point below);

}  // namespace chestlens
