#include <viewer/checks.hpp>
#include <viewer/compare.hpp>
#include <viewer/explain.hpp>
#include <viewer/layout.hpp>

#include <algorithm>
#include <utility>

namespace chestlens::viewer {
namespace {

/// Null where there are none; `film` may be const.
auto* find_of_member(auto& film, int member, MapMethod method) {
  const auto found = std::ranges::find_if(film.explained, [&](const ExplainedMethod& maps) {
    return maps.member == member && maps.maps.method == method;
  });
  return found == film.explained.end() ? nullptr : &*found;
}

ExplainedMethod& made_entry(Film& film, int member, MapMethod method) {
  if (ExplainedMethod* found = find_of_member(film, member, method)) return *found;
  film.explained.push_back({member, {method, {}, {}}});
  return film.explained.back();
}

Status check_maps(const ExplainedMethod& maps, std::size_t classes) {
  const auto fits = [classes](std::size_t count) { return count == 0 || count == classes; };
  if (maps.maps.maps.size() == classes && std::ranges::all_of(maps.maps.maps, whole) &&
      fits(maps.sums.size()) && fits(maps.places.size())) {
    return {};
  }
  return fail(ErrorCode::invalid_argument, "there is not one whole map for each class");
}

}  // namespace

const char* to_string(MapsStatus status) {
  switch (status) {
    case MapsStatus::not_made:
      return "not made";
    case MapsStatus::waiting:
      return "waiting";
    case MapsStatus::made:
      return "made";
    case MapsStatus::refused:
      return "refused";
  }
  return "";
}

void set_explained_models(State& state, std::vector<ExplainedModel> models) {
  ExplainView& view = state.explain;
  if (view.models == models) return;
  view.models = std::move(models);
  view.member = 0;
  if (!has_method(state, view.method)) view.method = MapMethod::grad_cam;
}

bool has_method(const State& state, MapMethod method) {
  const auto member = static_cast<std::size_t>(state.explain.member);
  if (member >= state.explain.models.size()) return true;
  return map_method_info(method).format <= state.explain.models[member].format;
}

const ExplainedMethod* find_maps(const State& state, const Film& film, MapMethod method) {
  return find_of_member(film, state.explain.member, method);
}

MapsStatus maps_status(const State& state, const Film& film, MapMethod method) {
  const ExplainedMethod* maps = find_maps(state, film, method);
  if (maps != nullptr) return maps->status;
  return has_method(state, method) ? MapsStatus::not_made : MapsStatus::refused;
}

std::vector<MapMethod> shown_methods(const State& state) {
  return state.explain.is_grid ? state.explain.grid : std::vector{state.explain.method};
}

bool shows_grid(const State& state, const Film& film) {
  return state.tab == Tab::explain && state.explain.is_grid && answer_is_shown(film);
}

Area film_area_at(const State& state, const Film& film, const Area& panel, Point point) {
  const auto count = static_cast<int>(shows_grid(state, film) ? shown_methods(state).size() : 0);
  const auto tiles = shows_tiles(state)
                         ? tile_areas(state, film, panel)
                         : grid_areas(panel, count, {film.width_pixels, film.height_pixels});
  for (const Area& tile : tiles) {
    if (contains(tile, point)) return fitted_area(tile);
  }
  return panel;
}

Status want_maps(State& state, int id, int member, MapMethod method) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  if (!answer_is_shown(*film)) return {};
  ExplainedMethod& maps = made_entry(*film, member, method);
  if (maps.status != MapsStatus::not_made) return {};
  maps.status = MapsStatus::waiting;
  maps.done = maps.total = 0;
  state.events.emplace_back(MapsWanted{id, member, method});
  return {};
}

void want_maps(State& state, MapMethod method) {
  if (!state.selected_id || !has_method(state, method)) return;
  (void)want_maps(state, *state.selected_id, state.explain.member, method);
}

void want_cheap_maps(State& state) {
  if (state.tab != Tab::explain) return;
  for (const MapMethodInfo& info : map_methods()) {
    if (info.cost == MapCost::outputs) want_maps(state, info.method);
  }
}

Status cancel_maps(State& state, int id, int member, MapMethod method) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  ExplainedMethod& maps = made_entry(*film, member, method);
  if (maps.status != MapsStatus::waiting) return {};
  maps.status = MapsStatus::not_made;
  state.events.emplace_back(MapsCancelled{id, member, method});
  return {};
}

void cancel_maps(State& state, MapMethod method) {
  if (state.selected_id) {
    (void)cancel_maps(state, *state.selected_id, state.explain.member, method);
  }
}

Status set_maps(State& state, int id, ExplainedMethod maps) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  const bool is_refused = !maps.maps.refused.empty();
  if (!is_refused) {
    CHESTLENS_CHECK(with_context(check_maps(maps, state.model.classes.size()), film->name));
  }
  maps.status = is_refused ? MapsStatus::refused : MapsStatus::made;
  maps.revision = ++state.last_revision;
  for (const FloatImage& map : maps.maps.maps) {
    maps.most_in_favor.push_back(most_of(map));
    maps.most_of_both.push_back(most_of(map, MapSides::both));
  }
  ExplainedMethod& entry = made_entry(*film, maps.member, maps.maps.method);
  entry = std::move(maps);
  return {};
}

Status set_maps_progress(State& state, int id, int member, MapMethod method, int done, int total) {
  Film* film = find_film(state, id);
  if (film == nullptr) return no_such_film(id);
  ExplainedMethod& maps = made_entry(*film, member, method);
  if (maps.status != MapsStatus::waiting) return {};  // cancelled in the meantime
  maps.done = done;
  maps.total = total;
  return {};
}

Status show_member(State& state, int member) {
  if (member < 0 || member >= static_cast<int>(state.explain.models.size())) {
    return fail(ErrorCode::invalid_argument, "there is no such model", "member");
  }
  state.explain.member = member;
  return {};
}

void show_method(State& state, MapMethod method) {
  state.explain.method = method;
  state.heatmap_visible = true;
}

void step_method(State& state) {
  const auto methods = map_methods();
  auto at = static_cast<std::size_t>(state.explain.method);
  do {
    at = (at + 1) % methods.size();
  } while (!has_method(state, methods[at].method));
  show_method(state, methods[at].method);
}

void toggle_in_grid(State& state, MapMethod method) {
  auto& grid = state.explain.grid;
  const auto at = std::ranges::lower_bound(grid, method);
  if (at == grid.end() || *at != method) {
    grid.insert(at, method);
  } else if (grid.size() > 1) {
    grid.erase(at);
  }
}

}  // namespace chestlens::viewer
