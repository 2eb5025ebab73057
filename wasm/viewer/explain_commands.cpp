#include <viewer/explain.hpp>
#include <viewer/explain_commands.hpp>

#include <utility>

namespace chestlens::viewer {
namespace {

/// The part Explain, which a key that is of it opens; true where it was open.
bool open_explain(State& state) {
  return std::exchange(state.tab, Tab::explain) == Tab::explain;
}

void make_or_cancel_maps(State& state) {
  const Film* film = selected_film(state);
  if (film == nullptr) return;
  const MapMethod method = state.explain.method;
  if (maps_status(state, *film, method) == MapsStatus::waiting) {
    cancel_maps(state, method);
  } else {
    want_maps(state, method);
  }
}

void step_colors(State& state) {
  const auto next = static_cast<int>(state.explain.look.colors) + 1;
  const auto wrapped = next % static_cast<int>(ColorMap::diverging);
  state.explain.look.colors = static_cast<ColorMap>(wrapped);
}

void step_scale(State& state) {
  const auto next = static_cast<int>(state.explain.look.scale) + 1;
  state.explain.look.scale = static_cast<MapScale>(next % (static_cast<int>(MapScale::all) + 1));
}

void toggle_against(State& state) {
  MapSides& sides = state.explain.look.sides;
  sides = sides == MapSides::both ? MapSides::in_favor : MapSides::both;
}

}  // namespace

void apply_explain(State& state, Action action) {
  const bool was_open = state.tab == Tab::explain;
  switch (action) {
    case Action::next_method:
      return open_explain(state) ? step_method(state) : void();
    case Action::toggle_grid:
      state.explain.is_grid = !open_explain(state) || !state.explain.is_grid;
      return;
    case Action::toggle_lines:
      state.explain.has_lines = !state.explain.has_lines;
      return;
    case Action::next_colors:
      return step_colors(state);
    case Action::toggle_in_grid:
      return was_open ? toggle_in_grid(state, state.explain.method) : void();
    case Action::make_maps:
      return was_open ? make_or_cancel_maps(state) : void();
    case Action::next_scale:
      return was_open ? step_scale(state) : void();
    case Action::toggle_against:
      return was_open ? toggle_against(state) : void();
    default:
      return;
  }
}

}  // namespace chestlens::viewer
