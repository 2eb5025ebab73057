#include <viewer/map_actions.hpp>
#include <viewer/panels/map_scene.hpp>
#include <viewer/ui/dots.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr float ring_radius = 8.0F;
constexpr ImU32 ring_color = IM_COL32(255, 255, 255, 255);
constexpr ImU32 other_ring_color = IM_COL32(200, 206, 214, 255);
constexpr ImU32 line_color = IM_COL32(255, 255, 255, 110);
constexpr ImU32 beyond_color = IM_COL32(226, 178, 88, 70);

ImU32 color_of_mark(const State& state, const Ui& ui, const FilmMark& mark) {
  if (mark.is_far || is_unlike(*mark.film)) return ui.palette.caution;
  return mark.film->id == state.selected_id ? ring_color : other_ring_color;
}

void draw_nearest_line(const State& state, const Ui& ui, const MapScene& scene,
                       const FilmMark& mark, std::size_t film) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 from = vec(mark.screen);
  const ImVec2 to = vec(on_screen(scene.frame, scene.map.films[film].place));
  const bool picked = state.map.picked == film;
  const ImU32 color = picked ? ui.palette.accent : line_color;
  const float thickness = picked ? 2.0F : 1.2F;
  if (mark.is_far) {
    draw_dashed_line(*draw, from, to, color, thickness);
  } else {
    draw->AddLine(from, to, color, thickness);
  }
  draw_ring(*draw, to, scene.dot_radius + 2.0F, picked ? ui.palette.accent : ring_color, 1.2F);
}

/// What films are beyond that are far from all of the map.
void draw_border(const MapScene& scene) {
  constexpr double outside = 1.04;
  if (std::ranges::none_of(scene.marks, &FilmMark::is_far)) return;
  const double radius = outside * double{scene.map.radius} * scene.frame.pixels_per_unit;
  ImGui::GetWindowDrawList()->AddCircle(vec(scene.frame.middle), static_cast<float>(radius),
                                        beyond_color, 96, 1.0F);
}

void draw_mark(const State& state, const Ui& ui, const MapScene& scene, const FilmMark& mark) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const bool selected = mark.film->id == state.selected_id;
  const ImU32 color = color_of_mark(state, ui, mark);
  const float radius = selected ? ring_radius : 5.0F;
  draw_ring(*draw, vec(mark.screen), radius, color, selected ? 2.5F : 1.8F);
  if (selected) draw->AddCircleFilled(vec(mark.screen), 2.5F, color);
  if (mark.is_far) {
    draw_arrow_head(*draw, vec(scene.frame.middle), vec(mark.screen), radius + 3.0F, color);
  }
}

/// Where to look for the selected film when the map was moved away from it.
void draw_way_to(const MapScene& scene, const FilmMark& mark, ImU32 color) {
  const Area& area = scene.area;
  const Point middle{area.x + area.width / 2.0, area.y + area.height / 2.0};
  const Point edge = seen_place(scene, mark);
  draw_arrow_head(*ImGui::GetWindowDrawList(), vec(middle), vec(edge), 0.0F, color);
}

}  // namespace

Point seen_place(const MapScene& scene, const FilmMark& mark) {
  constexpr double inset = 24.0;
  if (contains(scene.area, mark.screen)) return mark.screen;
  return leaving_point(scene.area, mark.screen, inset).value_or(mark.screen);
}

void draw_nearest_lines(const State& state, const Ui& ui, const MapScene& scene) {
  const FilmMark* mark = selected_mark(state, scene);
  if (mark == nullptr) return;
  for (const NearFilm& near : mark->place->placed.nearest) {
    draw_nearest_line(state, ui, scene, *mark, near.film);
  }
}

void draw_marks(const State& state, const Ui& ui, const MapScene& scene) {
  draw_border(scene);
  for (const FilmMark& mark : scene.marks) draw_mark(state, ui, scene, mark);
  const FilmMark* mark = selected_mark(state, scene);
  if (mark == nullptr) return;
  if (!contains(scene.area, mark->screen))
    draw_way_to(scene, *mark, color_of_mark(state, ui, *mark));
  draw_far_box(state, ui, scene);
}

}  // namespace chestlens::viewer
