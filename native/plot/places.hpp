#pragma once

#include "plot/frame.hpp"
#include "plot/svg.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens {

/// A marker or a span of the x axis, in pixels from the card's left side. Its label stands over the
/// plot, where no curve goes.
struct Place {
  double left = 0.0, right = 0.0;  // the same for a marker
  bool is_span = false;
  std::string label = {};
  std::string tip = {};    // of a span
  bool leftwards = false;  // the label ends at the place's right side instead of beginning at left
  std::size_t row = 0;     // of the label; 0 is next to the plot
};

/// Sets each label's side and row so that none covers another or reaches past the plot's right
/// side. The places' order changes.
void arrange_labels(std::vector<Place>& places, double plot_right);

/// Pixels over the plot that the labels take.
double label_height(const std::vector<Place>& places);

/// Shades, which lie under the grid.
void draw_spans(Svg& svg, const Frame& frame, const std::vector<Place>& places);

/// Markers' lines and all labels.
void draw_markers(Svg& svg, const Frame& frame, const std::vector<Place>& places);

}  // namespace chestlens
