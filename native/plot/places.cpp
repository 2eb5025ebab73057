#include "plot/places.hpp"

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

constexpr double label_size = 11.0;
constexpr double row_height = 16.0;
constexpr double indent = 6.0;

/// From where to where the label stands.
std::pair<double, double> extent(const Place& place) {
  const double width = indent + text_width(place.label, label_size) + 2.0;
  return place.leftwards ? std::pair{place.right - width, place.right}
                         : std::pair{place.left, place.left + width};
}

bool cover(const Place& one, const Place& other) {
  const auto [one_left, one_right] = extent(one);
  const auto [other_left, other_right] = extent(other);
  return one.row == other.row && one_left < other_right && other_left < one_right;
}

double row_top(const Frame& frame, std::size_t row) {
  return frame.top - row_height * static_cast<double>(row + 1);
}

}  // namespace

void arrange_labels(std::vector<Place>& places, double plot_right) {
  for (Place& place : places) place.leftwards = extent(place).second > plot_right;
  // A marker's line passes the rows under its label's: labels that reach over it come later,
  // higher.
  std::ranges::stable_sort(places, {}, [](const Place& place) {
    return std::pair(place.leftwards, place.leftwards ? place.right : -place.left);
  });
  for (auto place = places.begin(); place != places.end(); ++place) {
    const auto covers = [&](const Place& before) { return cover(*place, before); };
    while (std::any_of(places.begin(), place, covers)) ++place->row;
  }
}

double label_height(const std::vector<Place>& places) {
  std::size_t rows = 0;
  for (const Place& place : places) rows = std::max(rows, place.row + 1);
  return row_height * static_cast<double>(rows);
}

void draw_spans(Svg& svg, const Frame& frame, const std::vector<Place>& places) {
  for (const Place& place : places) {
    if (!place.is_span) continue;
    const double top = row_top(frame, place.row);
    svg.rectangle({place.left, top}, std::max(place.right - place.left, 0.0), frame.bottom - top,
                  "#e3edf7", place.tip);
  }
}

void draw_markers(Svg& svg, const Frame& frame, const std::vector<Place>& places) {
  for (const Place& place : places) {
    if (place.is_span) continue;
    svg.line({place.left, row_top(frame, place.row)}, {place.left, frame.bottom},
             {.width = 1.5, .dashes = "5 4"});
  }
  for (const Place& place : places) {
    svg.text({place.leftwards ? place.right - indent : place.left + indent,
              row_top(frame, place.row) + label_size},
             place.label,
             {.size = label_size,
              .color = "#111827",
              .anchor = place.leftwards ? Anchor::end : Anchor::start,
              .halo = !place.is_span});
  }
}

}  // namespace chestlens
