#include "plot/category_axis.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace chestlens {
namespace {

constexpr double label_size = 11.0;
constexpr double longest_name = 220.0;
constexpr double tilt_degrees = -30.0;
constexpr double tilt_radians = -tilt_degrees * std::numbers::pi / 180.0;

}  // namespace

CategoryLabels category_labels(const std::vector<std::string>& names, double slot_width) {
  CategoryLabels labels;
  double widest = 0.0;
  for (const std::string& name : names) {
    labels.names.push_back(fitted(name, label_size, longest_name));
    widest = std::max(widest, text_width(labels.names.back(), label_size));
  }
  labels.tilted = widest > slot_width - 6.0;
  labels.height = labels.tilted ? 20.0 + widest * std::sin(tilt_radians) : 22.0;
  for (std::size_t i = 0; labels.tilted && i < labels.names.size(); ++i) {
    const double reach = text_width(labels.names[i], label_size) * std::cos(tilt_radians);
    const double from_the_left = slot_width * (static_cast<double>(i) + 0.5);
    labels.left_side = std::max(labels.left_side, reach - from_the_left + 20.0);
  }
  return labels;
}

void draw_category_label(Svg& svg, const CategoryLabels& labels, std::size_t i, Point below) {
  svg.text({below.x + (labels.tilted ? 4.0 : 0.0), below.y + 16.0}, labels.names[i],
           {.size = label_size,
            .anchor = labels.tilted ? Anchor::end : Anchor::middle,
            .degrees = labels.tilted ? tilt_degrees : 0.0});
}

}  // namespace chestlens
