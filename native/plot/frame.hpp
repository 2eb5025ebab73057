#pragma once

#include "plot/axis.hpp"
#include "plot/svg.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// What surrounds the plotted values: the card with title and legend, and the plot's rectangle.
struct Frame {
  double width = 760.0;
  double height = 440.0;
  double left = 0.0, top = 0.0, right = 0.0, bottom = 0.0;  // the plot's sides
};

struct FrameTexts {
  std::string title, x_label, y_label;
  std::vector<std::string> legend = {};
  std::size_t shortest_legend = 2;  // entries; a single one mostly repeats the title
};

/// The color of series i, and the dashes that tell apart series of one color.
std::string_view series_color(std::size_t i);
std::string_view series_dashes(std::size_t i);

/// The color of text upon series_color(i).
std::string_view text_on_series(std::size_t i);

/// Leaves room for the texts, for tick labels as wide as those of `y`, and for `x_tick_height`
/// pixels of labels under the plot.
Frame lay_out(double width, double height, const FrameTexts& texts, const Axis& y,
              double x_tick_height);

/// The height of a card whose plot has this width for its height.
double square_height(double width, const FrameTexts& texts, const Axis& y, double x_tick_height);

double x_position(const Frame& frame, const Axis& x, double value);
double y_position(const Frame& frame, const Axis& y, double value);

/// Title, legend, axis names, and the y axis with its grid.
void draw_frame(Svg& svg, const Frame& frame, const FrameTexts& texts, const Axis& y);

/// A line along the plot's bottom, moved down by `below`, with ticks and their labels under it.
void draw_x_axis(Svg& svg, const Frame& frame, const Axis& x, double below = 0.0);

}  // namespace chestlens
