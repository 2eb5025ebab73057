#include <viewer/map_actions.hpp>
#include <viewer/panels/map_scene.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr float most_of_a_press = 5.0F;  // pixels that a press may move

bool is_touch() {
  return ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen;
}

double reach() {
  return is_touch() ? 20.0 : 9.0;
}

Point cursor() {
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  return {static_cast<double>(mouse.x), static_cast<double>(mouse.y)};
}

/// One's own films first: they lie on top.
void press_at(State& state, const MapScene& scene, Point at) {
  if (const FilmMark* mark = mark_at(scene, at, std::max(reach(), 12.0))) {
    (void)select_film(state, mark->film->id);
    return;
  }
  const auto film = film_at(scene.map, scene.groups, scene.hidden, scene.frame, at, reach());
  if (film && film != state.map.picked) {
    pick(state, *film);
  } else {
    state.map.picked.reset();
  }
}

void extend_lasso(MapState& map, const MapScene& scene, Point at) {
  constexpr double least_step = 3.0;
  if (!map.lasso.empty()) {
    const Point last = on_screen(scene.frame, map.lasso.back());
    if (std::hypot(at.x - last.x, at.y - last.y) < least_step) return;
  }
  map.lasso.push_back(on_map(scene.frame, at));
}

/// While the button is down: the lasso or the map follows.
void drag(State& state, const MapScene& scene) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActivated() && (state.map.lasso_on || io.KeyShift)) {
    clear_selection(state);
    state.map.is_drawing_lasso = true;
  }
  if (state.map.is_drawing_lasso) return extend_lasso(state.map, scene, cursor());
  if (!ImGui::IsMouseDragging(ImGuiMouseButton_Left, most_of_a_press)) return;
  ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
  const ImVec2 delta = io.MouseDelta;
  state.map.view = pan(state.map.view, map_square, scene.area,
                       {static_cast<double>(delta.x), static_cast<double>(delta.y)});
}

void release(State& state, const MapScene& scene) {
  if (state.map.is_drawing_lasso) return select_inside(state, std::exchange(state.map.lasso, {}));
  const float moved = ImGui::GetIO().MouseDragMaxDistanceSqr[ImGuiMouseButton_Left];
  if (moved < most_of_a_press * most_of_a_press) press_at(state, scene, cursor());
}

/// Wheel zooms, drag moves or draws the lasso, press looks, double click fits.
void handle_mouse(State& state, const MapScene& scene) {
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemHovered() && io.MouseWheel != 0.0F) {
    const double factor = std::exp2(static_cast<double>(io.MouseWheel) * 0.25);
    state.map.view = zoom_at(state.map.view, map_square, scene.area, cursor(), factor);
  }
  if (ImGui::IsItemHovered() && ImGui::IsMouseDoubleClicked(ImGuiMouseButton_Left)) {
    state.map.view = {};
    return;
  }
  if (ImGui::IsItemActive()) drag(state, scene);
  if (ImGui::IsItemDeactivated()) release(state, scene);
}

/// What lies under the cursor, else what was picked.
void draw_looked_at(const State& state, const Ui& ui, const MapScene& scene, bool is_hovered) {
  if (is_hovered && !is_touch() && !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    if (const FilmMark* mark = mark_at(scene, cursor(), 12.0)) {
      ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
      return draw_mark_name(ui, scene, *mark);
    }
    if (const auto film =
            film_at(scene.map, scene.groups, scene.hidden, scene.frame, cursor(), reach())) {
      return draw_callout(state, ui, scene, *film);
    }
  }
  if (state.map.picked) draw_callout(state, ui, scene, *state.map.picked);
}

/// Takes what is done to the map, and draws it; whether the cursor is on it.
bool draw_map(State& state, Ui& ui, const FilmMap& map, const Area& area) {
  ImGui::SetCursorScreenPos(top_left(area));
  ImGui::InvisibleButton("map", {static_cast<float>(area.width), static_cast<float>(area.height)});
  const bool is_hovered = ImGui::IsItemHovered();
  handle_mouse(state, scene_of(state, map, area));
  const MapScene scene = scene_of(state, map, area);
  draw_known_films(state, ui, scene);
  draw_lasso(state, ui, scene);
  draw_nearest_lines(state, ui, scene);
  draw_group_names(state, ui, scene);
  draw_marks(state, ui, scene);
  draw_title(state, ui, scene);
  return is_hovered;
}

void draw_missing(State& state, const Ui& ui, const Area& area) {
  const auto& members = state.map.members;
  const bool is_known = state.map.member < members.size();
  const std::string missing = is_known ? members[state.map.member].missing : std::string();
  const auto width = static_cast<float>(area.width) - 48;
  text_centered_at(
      ui.fonts.body, middle(area), ui.palette.text_faint,
      missing.empty() ? "Fetching the map\u2026" : shortened(ui.fonts.body, missing, width));
  if (!is_known || !members[state.map.member].may_come) return;
  constexpr ImVec2 size = {112, 32};
  ImGui::SetCursorScreenPos({middle(area).x - size.x / 2, middle(area).y + 20});
  if (button(ui, "Fetch it again", false, size)) show_tab(state, Tab::map);
}

/// The film's small picture, and whether it is pressed.
struct Corner {
  Area area;
  bool is_hovered = false;
};

Corner corner_of(State& state, const Area& map) {
  const double side = std::min(map.width, map.height) < 520.0 ? 76.0 : 132.0;
  const Area area = {map.x + map.width - side - 14.0, map.y + map.height - side - 14.0, side, side};
  ImGui::SetCursorScreenPos(top_left(area));
  const auto pixels = static_cast<float>(side);
  if (ImGui::InvisibleButton("film", {pixels, pixels})) show_tab(state, Tab::answer);
  const bool is_hovered = ImGui::IsItemHovered();
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  return {area, is_hovered};
}

void draw_corner(State& state, Ui& ui, const Film& film, const Corner& corner) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  const ImVec2 low = top_left(corner.area), high = bottom_right(corner.area);
  draw->AddRectFilled(low, high, ui.palette.film, viewer::corner);
  const Texture& texture = film_texture(state, ui.textures, film);
  if (!texture.empty()) {
    const Area picture = placement({}, {film.width_pixels, film.height_pixels}, corner.area);
    draw->AddImageRounded(texture.id(), top_left(picture), bottom_right(picture), {0, 0}, {1, 1},
                          IM_COL32_WHITE, viewer::corner);
  }
  draw->AddRect(low, high, corner.is_hovered ? ui.palette.accent : ui.palette.bar, viewer::corner,
                0, 1.5F);
}

}  // namespace

void draw_map_panel(State& state, Ui& ui, const Area& area) {
  if (area.width < 1 || area.height < 1) return;
  begin_panel("map", area, ui.palette.film, {0, 0});
  state.map.area = area;
  const Film* film = selected_film(state);
  const Corner corner = corner_of(state, area);  // first: what is pressed there is not the map's
  const FilmMap* map = film_map(state);
  bool is_hovered = false;
  if (map != nullptr) {
    is_hovered = draw_map(state, ui, *map, area);
  } else {
    draw_missing(state, ui, area);
  }
  if (film != nullptr && !film->image.pixels.empty()) draw_corner(state, ui, *film, corner);
  if (map != nullptr) draw_looked_at(state, ui, scene_of(state, *map, area), is_hovered);
  end_panel();
}

}  // namespace chestlens::viewer
