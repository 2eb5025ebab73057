#include <chestlens/palette.hpp>
#include <chestlens/placed_words.hpp>

#include <viewer/map_actions.hpp>
#include <viewer/panels/map_scene.hpp>
#include <viewer/ui/dots.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens::viewer {
namespace {

ImU32 with_alpha(ImU32 color, std::uint32_t alpha) {
  return (color & ~IM_COL32_A_MASK) | (alpha << IM_COL32_A_SHIFT);
}

bool is_on_area(const Area& area, Point point, double reach) {
  return point.x > area.x - reach && point.x < area.x + area.width + reach &&
         point.y > area.y - reach && point.y < area.y + area.height + reach;
}

}  // namespace

ImVec2 vec(Point point) {
  return {static_cast<float>(point.x), static_cast<float>(point.y)};
}

MapScene scene_of(const State& state, const FilmMap& map, const Area& area) {
  MapScene scene{map,
                 grouping(map, state.map.colors),
                 hidden_groups(state),
                 frame_of(map, state.map.view, area),
                 area,
                 static_cast<float>(dot_radius(map.films.size(), state.map.view, area)),
                 {}};
  for (const Film& film : state.films) {
    const FilmPlace* place = shown_place(state, film);
    if (place == nullptr) continue;
    const Point screen = on_screen(scene.frame, drawn_place(map, place->placed));
    scene.marks.push_back({&film, place, screen, is_far(place->placed)});
  }
  std::ranges::stable_partition(
      scene.marks, [&](const FilmMark& mark) { return mark.film->id != state.selected_id; });
  return scene;
}

const FilmMark* selected_mark(const State& state, const MapScene& scene) {
  if (scene.marks.empty() || scene.marks.back().film->id != state.selected_id) return nullptr;
  return &scene.marks.back();
}

const FilmMark* mark_at(const MapScene& scene, Point screen, double reach) {
  const FilmMark* found = nullptr;
  double least = reach;
  for (const FilmMark& mark : scene.marks) {
    const double distance = std::hypot(mark.screen.x - screen.x, mark.screen.y - screen.y);
    if (distance > least) continue;
    least = distance;
    found = &mark;
  }
  return found;
}

ImU32 color_of_group(const MapGrouping& groups, std::size_t group) {
  const std::string_view color = group_color(groups, group);
  if (color == "#000000") return dark_palette.text;  // charts are on white, the map is not
  const auto [red, green, blue] = rgb_of(color);
  return IM_COL32(red, green, blue, 255);
}

std::vector<Dot> dots_of(const State& state, const MapScene& scene) {
  constexpr std::uint32_t alpha = 217;
  constexpr std::uint32_t dimmed_alpha = 46;
  std::vector<ImU32> colors;
  for (std::size_t group = 0; group < scene.groups.groups.size(); ++group) {
    colors.push_back(color_of_group(scene.groups, group));
  }
  const bool has_selection = !state.map.lasso.empty() && !state.map.is_drawing_lasso;
  std::vector<bool> is_selected(has_selection ? scene.map.films.size() : 0, false);
  for (const std::uint32_t film : state.map.selection) is_selected[film] = true;
  std::vector<Dot> dots;
  dots.reserve(scene.map.films.size());
  for (const std::uint32_t film : scene.map.drawing_order) {
    const std::size_t group = scene.groups.group_of[film];
    if (is_hidden(scene.hidden, group)) continue;
    const Point at = on_screen(scene.frame, scene.map.films[film].place);
    if (!is_on_area(scene.area, at, static_cast<double>(scene.dot_radius))) continue;
    const bool dimmed = has_selection && !is_selected[film];
    dots.push_back({vec(at), with_alpha(colors[group], dimmed ? dimmed_alpha : alpha)});
  }
  return dots;
}

void draw_known_films(const State& state, Ui& ui, const MapScene& scene) {
  draw_dots(*ImGui::GetWindowDrawList(), dot_texture(ui.textures).id(), dots_of(state, scene),
            scene.dot_radius);
}

void draw_lasso(const State& state, const Ui& ui, const MapScene& scene) {
  std::vector<ImVec2> line;
  for (const MapPoint& point : state.map.lasso) line.push_back(vec(on_screen(scene.frame, point)));
  const bool is_open = state.map.is_drawing_lasso;
  ImGui::GetWindowDrawList()->AddPolyline(line.data(), static_cast<int>(line.size()),
                                          ui.palette.accent,
                                          is_open ? ImDrawFlags_None : ImDrawFlags_Closed, 1.5F);
  if (is_open && line.size() > 2) {
    draw_dashed_line(*ImGui::GetWindowDrawList(), line.back(), line.front(), ui.palette.accent,
                     1.0F);
  }
}

}  // namespace chestlens::viewer
