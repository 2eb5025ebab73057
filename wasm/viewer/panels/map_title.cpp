#include <chestlens/text.hpp>

#include <viewer/panels/map_scene.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace chestlens::viewer {
namespace {

constexpr float line_height = 20.0F;

ImVec2 place_of_title(const Area& area) {
  return {top_left(area).x + 14, top_left(area).y + 12};
}

/// Whose map it is, and what the next drag does where that is not to move it.
std::vector<std::string> lines_of(const State& state, const Ui& ui, const MapScene& scene) {
  const float width = static_cast<float>(scene.area.width) - 28;
  const std::string films = state.map.members[state.map.member].model + ": " +
                            group_digits(scene.map.films.size()) + " films";
  std::vector<std::string> lines = {shortened(ui.fonts.small, films, width)};
  if (state.map.lasso_on) lines.emplace_back("Draw a line around films to sum them up");
  return lines;
}

}  // namespace

Area title_area(const State& state, const Ui& ui, const MapScene& scene) {
  const ImVec2 place = place_of_title(scene.area);
  Area area = {static_cast<double>(place.x), static_cast<double>(place.y), 0.0, 0.0};
  for (const std::string& line : lines_of(state, ui, scene)) {
    area.width = std::max(area.width, static_cast<double>(text_extent(ui.fonts.small, line).x));
    area.height += static_cast<double>(line_height);
  }
  return area;
}

void draw_title(const State& state, const Ui& ui, const MapScene& scene) {
  ImVec2 place = place_of_title(scene.area);
  ImU32 color = ui.palette.text_quiet;
  for (const std::string& line : lines_of(state, ui, scene)) {
    rimmed_text_at(ui.fonts.small, place, color, line);
    place.y += line_height;
    color = ui.palette.accent;
  }
}

}  // namespace chestlens::viewer
