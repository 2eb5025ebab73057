#include <viewer/panels/film_parts.hpp>

#include <algorithm>
#include <array>

namespace chestlens::viewer {
namespace {

constexpr std::array line_widths{1.0F, 1.5F, 2.25F};  // by contour_levels

/// Film pixels to the screen.
struct OnScreen {
  ShownPart part;
  ImVec2 origin;
  double scale = 1.0;

  ImVec2 operator()(const PlanePoint& point) const {
    const PlanePoint at = on_film(point, part);
    return {origin.x + static_cast<float>(at.x * scale),
            origin.y + static_cast<float>(at.y * scale)};
  }
};

ImU32 line_color(const ShownMap& shown, float level, bool is_against, double opacity) {
  // The brighter half of the colors: the darker one is lost on a dark film.
  const float position = (1.0F + level) / 2.0F;
  const Rgb color = shown.sides == MapSides::both
                        ? value_color(ColorMap::diverging, is_against ? -1.0F : 1.0F)
                        : map_color(shown.colors, position);
  const double alpha = std::min(1.0, 0.45 + opacity);
  return IM_COL32(color[0], color[1], color[2], static_cast<int>(255 * alpha));
}

/// A line on a dark edge, to be seen on bone too.
void draw_line(const Contour& line, const OnScreen& on_screen, ImU32 color, float width) {
  std::vector<ImVec2> points;
  for (const PlanePoint& point : line) points.push_back(on_screen(point));
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const auto count = static_cast<int>(points.size());
  draw->AddPolyline(points.data(), count, IM_COL32(8, 9, 11, 150), ImDrawFlags_Closed, width + 2);
  draw->AddPolyline(points.data(), count, color, ImDrawFlags_Closed, width);
}

}  // namespace

void draw_lines(const State& state, Ui& ui, const Film& film, const ShownMap& shown,
                const ShownLines& lines, const Area& place) {
  const OnScreen on_screen{film_part(ui.textures, film, state.model.fit), top_left(place),
                           place.width / film.image.width_pixels};
  ImGui::PushClipRect(top_left(place), bottom_right(place), true);
  for (std::size_t level = 0; level < contour_levels.size(); ++level) {
    const auto draw_all = [&](const std::vector<std::vector<Contour>>& of_level, bool is_against) {
      if (level >= of_level.size()) return;
      const ImU32 color = line_color(shown, contour_levels[level], is_against, state.opacity);
      for (const Contour& line : of_level[level]) {
        draw_line(line, on_screen, color, line_widths[level]);
      }
    };
    draw_all(lines.against, true);
    draw_all(lines.in_favor, false);
  }
  ImGui::PopClipRect();
}

void draw_map_lines(const State& state, Ui& ui, const Film& film, std::optional<MapMethod> method,
                    const Area& place) {
  const ShownMap shown = shown_map(state, film, method);
  if (!state.explain.has_lines || shown.map == nullptr || !(state.opacity > 0.0)) return;
  draw_lines(state, ui, film, shown, map_lines(ui.textures, method, shown), place);
}

}  // namespace chestlens::viewer
