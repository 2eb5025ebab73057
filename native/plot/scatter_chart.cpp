#include "plot/scatter_chart.hpp"

#include "plot/raster.hpp"
#include "plot/scatter_layout.hpp"

#include <cmath>

namespace chestlens {

std::string to_svg(const ScatterChart& chart) {
  const ScatterLayout layout = lay_out(chart);
  Svg svg(layout.width, layout.height, chart.title, chart.description);
  draw_scatter(svg, chart, layout);
  return svg.finish();
}

Result<std::vector<std::byte>> to_png(const ScatterChart& chart) {
  const ScatterLayout layout = lay_out(chart);
  Raster raster(layout.width, layout.height);
  draw_scatter(raster, chart, layout);
  return raster.finish();
}

}  // namespace chestlens
