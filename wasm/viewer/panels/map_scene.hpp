#pragma once

#include <viewer/map_view.hpp>
#include <viewer/state.hpp>
#include <viewer/ui/dots.hpp>
#include <viewer/ui/ui.hpp>

#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

/// A film of one's own on the map.
struct FilmMark {
  const Film* film = nullptr;
  const FilmPlace* place = nullptr;
  Point screen;
  bool is_far = false;
};

/// The same point for ImGui.
ImVec2 vec(Point point);

/// What one frame of the map is drawn from.
struct MapScene {
  const FilmMap& map;
  const MapGrouping& groups;
  const HiddenGroups& hidden;
  MapFrame frame;
  Area area;
  float dot_radius = 1.0F;
  std::vector<FilmMark> marks;  // the selected film's last
};

MapScene scene_of(const State& state, const FilmMap& map, const Area& area);

/// The selected film's mark; none where it has no place.
const FilmMark* selected_mark(const State& state, const MapScene& scene);

/// The mark at a point of the screen.
const FilmMark* mark_at(const MapScene& scene, Point screen, double reach);

/// "#rrggbb" of the group as ImGui has colors, white in the place of black.
ImU32 color_of_group(const MapGrouping& groups, std::size_t group);

/// The films that are known and in sight, in the order in which they are drawn.
std::vector<Dot> dots_of(const State& state, const MapScene& scene);

/// In the order in which they lie upon each other: the films that are known, the lasso, the lines
/// to the nearest films, the groups' names, and one's own films.
void draw_known_films(const State& state, Ui& ui, const MapScene& scene);
void draw_lasso(const State& state, const Ui& ui, const MapScene& scene);
void draw_nearest_lines(const State& state, const Ui& ui, const MapScene& scene);
void draw_group_names(const State& state, const Ui& ui, const MapScene& scene);
void draw_marks(const State& state, const Ui& ui, const MapScene& scene);

/// In the upper left corner: whose map it is, and what the next drag does.
Area title_area(const State& state, const Ui& ui, const MapScene& scene);
void draw_title(const State& state, const Ui& ui, const MapScene& scene);

/// What a film of the map is, beside it.
void draw_callout(const State& state, const Ui& ui, const MapScene& scene, std::size_t film);

/// Where the selected film is seen: at its mark, or where the way to it leaves the area.
Point seen_place(const MapScene& scene, const FilmMark& mark);

/// What is said beside the selected film where it is far, and where that stands.
std::optional<Area> far_box(const State& state, const Ui& ui, const MapScene& scene);
void draw_far_box(const State& state, const Ui& ui, const MapScene& scene);

/// The name of a film of one's own, beside it.
void draw_mark_name(const Ui& ui, const MapScene& scene, const FilmMark& mark);

}  // namespace chestlens::viewer
