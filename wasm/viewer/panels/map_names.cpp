#include <viewer/panels/map_scene.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <optional>

namespace chestlens::viewer {
namespace {

bool overlap(const Area& a, const Area& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

bool holds(const Area& area, const Area& box) {
  return box.x >= area.x && box.y >= area.y && box.x + box.width <= area.x + area.width &&
         box.y + box.height <= area.y + area.height;
}

/// What names are not to cover: films of one's own, those nearest to the selected one, and words.
std::vector<Area> marked_areas(const State& state, const Ui& ui, const MapScene& scene) {
  const auto around = [](Point at, double radius) {
    return Area{at.x - radius, at.y - radius, 2.0 * radius, 2.0 * radius};
  };
  std::vector<Area> areas = {title_area(state, ui, scene)};
  if (const auto words = far_box(state, ui, scene)) areas.push_back(*words);
  for (const FilmMark& mark : scene.marks) areas.push_back(around(mark.screen, 9.0));
  const FilmMark* selected = selected_mark(state, scene);
  if (selected == nullptr) return areas;
  for (const NearFilm& near : selected->place->placed.nearest) {
    const Point at = on_screen(scene.frame, scene.map.films[near.film].place);
    areas.push_back(around(at, static_cast<double>(scene.dot_radius) + 2.0));
  }
  return areas;
}

/// About a point, a little above or below it where something is in the way; none where all is.
std::optional<Area> free_box(const Area& area, Point at, ImVec2 extent,
                             const std::vector<Area>& taken) {
  const auto width = static_cast<double>(extent.x), height = static_cast<double>(extent.y);
  for (const double lines : {0.0, -1.0, 1.0, -2.0, 2.0, -3.0, 3.0, -4.0, 4.0}) {
    const Area box{at.x - width / 2.0, at.y - height / 2.0 + lines * height, width, height};
    const bool is_taken =
        std::ranges::any_of(taken, [&](const Area& other) { return overlap(box, other); });
    if (!is_taken && holds(area, box)) return box;
  }
  return std::nullopt;
}

}  // namespace

void draw_group_names(const State& state, const Ui& ui, const MapScene& scene) {
  const float widest_name = 0.34F * static_cast<float>(scene.area.width);
  std::vector<Area> taken = marked_areas(state, ui, scene);
  const NamePlaces& places = name_places(scene.map, state.map.colors);
  for (std::size_t group = 0; group < places.size(); ++group) {
    if (!places[group] || is_hidden(scene.hidden, group)) continue;
    const Point at = on_screen(scene.frame, *places[group]);
    if (!contains(scene.area, at)) continue;
    const std::string name =
        shortened(ui.fonts.strong, scene.groups.groups[group].name, widest_name);
    const auto box = free_box(scene.area, at, text_extent(ui.fonts.strong, name), taken);
    if (!box) continue;
    taken.push_back(*box);
    rimmed_text_at(ui.fonts.strong, top_left(*box), ui.palette.text, name);
  }
}

}  // namespace chestlens::viewer
