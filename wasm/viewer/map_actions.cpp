#include <viewer/checks.hpp>
#include <viewer/map_actions.hpp>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr std::size_t most_members = 64;

void keep_places_on(State& state, std::size_t member, const FilmMap& map) {
  for (Film& film : state.films) {
    if (member >= film.places.size()) continue;
    auto& place = film.places[member];
    if (place && !is_place_on(map, *place)) place.reset();
  }
}

bool is_in_sight(const State& state, const FilmMap& map, MapPoint place) {
  const Area& area = state.map.area;
  const bool was_drawn = area.width > 0.0;
  return !was_drawn || contains(area, on_screen(frame_of(map, state.map.view, area), place));
}

}  // namespace

const FilmMap* film_map(const State& state) {
  const auto& members = state.map.members;
  const std::size_t member = state.map.member;
  return member < members.size() && members[member].map ? &*members[member].map : nullptr;
}

const FilmPlace* shown_place(const State& state, const Film& film) {
  const std::size_t member = state.map.member;
  return member < film.places.size() && film.places[member] ? &*film.places[member] : nullptr;
}

const HiddenGroups& hidden_groups(const State& state) {
  return state.map.colors == MapColors::by_class ? state.map.hidden_classes
                                                 : state.map.hidden_sources;
}

Status set_map(State& state, std::size_t member, MemberMap map) {
  if (member >= most_members) {
    return fail(ErrorCode::invalid_argument, "an ensemble has no such member", "member");
  }
  auto& members = state.map.members;
  if (member >= members.size()) members.resize(member + 1);
  if (map.map) keep_places_on(state, member, *map.map);
  if (map.may_come) state.map.is_wanted = false;
  members[member] = std::move(map);
  return {};
}

Status set_place(State& state, int id, std::size_t member, FilmPlace place) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  const auto& members = state.map.members;
  const bool has_map = member < members.size() && members[member].map;
  if (member >= most_members || (has_map && !is_place_on(*members[member].map, place))) {
    return fail(ErrorCode::invalid_argument, "the place is not one on this member's map",
                film->name);
  }
  const auto& trust = film->prediction ? film->prediction->trust : std::nullopt;
  if (member == 0 && !(trust && trust->likeness == Likeness::like)) film->distance = place.says;
  if (member >= film->places.size()) film->places.resize(member + 1);
  film->places[member] = std::move(place);
  return {};
}

void show_map_member(State& state, std::size_t member) {
  if (member >= state.map.members.size() || member == state.map.member) return;
  clear_selection(state);
  state.map.picked.reset();
  state.map.member = member;
}

void set_colors(State& state, MapColors colors) {
  state.map.colors = colors;
}

void toggle_group(State& state, std::size_t group) {
  const FilmMap* map = film_map(state);
  if (map == nullptr || group >= grouping(*map, state.map.colors).groups.size()) return;
  HiddenGroups& hidden =
      state.map.colors == MapColors::by_class ? state.map.hidden_classes : state.map.hidden_sources;
  if (group >= hidden.size()) hidden.resize(group + 1);
  hidden[group] = !hidden[group];
  if (!state.map.lasso.empty()) select_inside(state, state.map.lasso);
}

void pick_next_nearest(State& state) {
  const Film* film = selected_film(state);
  const FilmPlace* place = film == nullptr ? nullptr : shown_place(state, *film);
  if (film_map(state) == nullptr || place == nullptr || place->placed.nearest.empty()) return;
  const auto& nearest = place->placed.nearest;
  const auto picked = std::ranges::find_if(
      nearest, [&](const NearFilm& near) { return near.film == state.map.picked; });
  const bool is_last = picked == nearest.end() || std::next(picked) == nearest.end();
  pick(state, is_last ? nearest.front().film : std::next(picked)->film);
}

void pick(State& state, std::size_t film) {
  const FilmMap* map = film_map(state);
  if (map == nullptr || film >= map->films.size()) return;
  state.map.picked = film;
  const MapPoint place = map->films[film].place;
  if (!is_in_sight(state, *map, place)) {
    state.map.view = centered_on(*map, state.map.view, place);
  }
}

void select_inside(State& state, std::vector<MapPoint> line) {
  clear_selection(state);
  const FilmMap* map = film_map(state);
  if (map == nullptr || line.size() < 3) return;
  state.map.lasso = std::move(line);
  state.map.selection =
      films_inside(*map, grouping(*map, state.map.colors), hidden_groups(state), state.map.lasso);
}

void select_in_sight(State& state) {
  const FilmMap* map = film_map(state);
  if (map == nullptr) return;
  select_inside(state, outline_of(frame_of(*map, state.map.view, state.map.area), state.map.area));
}

void clear_selection(State& state) {
  state.map.lasso_on = false;
  state.map.is_drawing_lasso = false;
  state.map.lasso.clear();
  state.map.selection.clear();
}

}  // namespace chestlens::viewer
