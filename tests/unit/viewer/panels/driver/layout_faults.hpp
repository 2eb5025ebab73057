#pragma once

#include "drawn.hpp"

#include <viewer/view.hpp>

#include <string>
#include <vector>

namespace chestlens::viewer {

struct PanelArea {
  std::string panel;
  Area area;
};

struct LayoutRules {
  std::vector<PanelArea> areas;   // where panels may draw; a panel that is not named, anywhere
  double min_item_height = 20.0;  // units; a finger wants 24
};

/// What is wrong with a frame, one sentence each: windows or triangles outside their panel's area,
/// texts and items that their window cuts and no scrolling brings into sight, items of one panel
/// that overlap or are too low, texts that lie on each other, an id given twice.
std::vector<std::string> layout_faults(const DrawnFrame& frame, const LayoutRules& rules);

}  // namespace chestlens::viewer
