#pragma once

#include "plot/scatter_chart.hpp"
#include "plot/svg.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Where the parts of a scatter chart stand, in pixels.
struct ScatterLayout {
  double width = 0.0, height = 0.0;
  double side = 0.0;                        // of a panel's square
  std::vector<std::vector<Point>> corners;  // [row][panel], the upper left of each square
  std::vector<std::vector<Point>> legends;  // [row][group], the dot's middle
  std::vector<std::string> notes;           // in lines
  double notes_top = 0.0;
  double radius = 1.0;  // of a dot
};

inline constexpr double scatter_margin = 24.0;
inline constexpr double scatter_title_size = 17.0;
inline constexpr double scatter_text_size = 13.0;
inline constexpr double scatter_note_size = 12.0;

ScatterLayout lay_out(const ScatterChart& chart);

std::string_view scatter_color(const ScatterRow& row, std::size_t group);

/// The panel's points and marks within its square, with equal axes and the picture's y downwards.
struct PlacedPanel {
  std::vector<Point> points;
  std::vector<Point> marks;
};
PlacedPanel place_points(const ScatterPanel& panel, Point corner, double side);

/// The points of each group in some layers that are drawn one after the other: [layer][group], by a
/// fixed lot.
std::vector<std::vector<std::vector<Point>>> layers_of(const ScatterRow& row,
                                                       const std::vector<Point>& points);

/// Draws on anything that has text(), frame(), dots() and ring().
template <typename Picture>
void draw_scatter(Picture& picture, const ScatterChart& chart, const ScatterLayout& layout) {
  constexpr std::string_view ink = "#111827", grey = "#4b5563";
  picture.text({scatter_margin, scatter_margin + scatter_title_size - 3.0},
               fitted(chart.title, scatter_title_size, layout.width - 2.0 * scatter_margin),
               {.size = scatter_title_size, .color = ink, .bold = true});
  for (std::size_t r = 0; r < chart.rows.size(); ++r) {
    const ScatterRow& row = chart.rows[r];
    if (!row.groups.empty()) {
      picture.text({scatter_margin, layout.legends[r].front().y + 4.5}, row.legend,
                   {.size = scatter_text_size, .color = ink, .bold = true});
    }
    for (std::size_t g = 0; g < row.groups.size(); ++g) {
      const Point at = layout.legends[r][g];
      picture.dots({at}, 5.0, scatter_color(row, g), 1.0);
      picture.text({at.x + 10.0, at.y + 4.5}, row.groups[g].name, {.size = scatter_text_size});
    }
    for (std::size_t p = 0; p < row.panels.size(); ++p) {
      const ScatterPanel& panel = row.panels[p];
      const Point corner = layout.corners[r][p];
      picture.text({corner.x, corner.y - 24.0}, fitted(panel.title, scatter_text_size, layout.side),
                   {.size = scatter_text_size, .color = ink, .bold = true});
      picture.text({corner.x, corner.y - 8.0},
                   fitted(panel.subtitle, scatter_note_size, layout.side),
                   {.size = scatter_note_size, .color = grey});
      picture.frame(corner, layout.side, layout.side);
      const PlacedPanel placed = place_points(panel, corner, layout.side);
      for (const auto& layer : layers_of(row, placed.points)) {
        for (std::size_t g = 0; g < layer.size(); ++g) {
          picture.dots(layer[g], layout.radius, scatter_color(row, g), 0.85);
        }
      }
      for (std::size_t m = 0; m < panel.marks.size(); ++m) {
        picture.ring(placed.marks[m], 7.0, ink);
        picture.text({placed.marks[m].x + 11.0, placed.marks[m].y + 4.5}, panel.marks[m].label,
                     {.size = scatter_text_size, .color = ink, .bold = true, .halo = true});
      }
    }
  }
  for (std::size_t i = 0; i < layout.notes.size(); ++i) {
    picture.text({scatter_margin, layout.notes_top + 17.0 * static_cast<double>(i)},
                 layout.notes[i], {.size = scatter_note_size, .color = grey});
  }
}

}  // namespace chestlens
