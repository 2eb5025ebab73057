#include <viewer/map_actions.hpp>
#include <viewer/map_commands.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr double pan_step = 0.1;  // of what is in sight

void zoom(State& state, double factor) {
  View& view = state.map.view;
  view.zoom = std::clamp(view.zoom * factor, min_zoom, max_zoom);
}

void step_member(State& state, std::size_t step) {
  const std::size_t members = state.map.members.size();
  if (members > 1) show_map_member(state, (state.map.member + step) % members);
}

/// First the lasso, then what is picked.
void clear_one(State& state) {
  if (!state.map.lasso.empty() || state.map.lasso_on) return clear_selection(state);
  state.map.picked.reset();
}

void reset(State& state) {
  state.map.view = {};
  state.map.hidden_classes.clear();
  state.map.hidden_sources.clear();
}

}  // namespace

bool apply_to_map(State& state, const Command& command) {
  View& view = state.map.view;
  switch (command.action) {
    case Action::up:
      view = pan_by_share(view, {0.0, -pan_step});
      return true;
    case Action::down:
      view = pan_by_share(view, {0.0, pan_step});
      return true;
    case Action::left:
      view = pan_by_share(view, {-pan_step, 0.0});
      return true;
    case Action::right:
      view = pan_by_share(view, {pan_step, 0.0});
      return true;
    case Action::zoom_in:
      zoom(state, zoom_step);
      return true;
    case Action::zoom_out:
      zoom(state, 1.0 / zoom_step);
      return true;
    case Action::fit:
      view = {};
      return true;
    case Action::reset:
      reset(state);
      return true;
    case Action::class_number:
      toggle_group(state, static_cast<std::size_t>(command.number));
      return true;
    case Action::less_opacity:
      step_member(state, state.map.members.size() - 1);
      return true;
    case Action::more_opacity:
      step_member(state, 1);
      return true;
    case Action::toggle_colors:
      set_colors(state, state.map.colors == MapColors::by_class ? MapColors::by_source
                                                                : MapColors::by_class);
      return true;
    case Action::next_nearest:
      pick_next_nearest(state);
      return true;
    case Action::toggle_lasso:
      state.map.lasso_on = !state.map.lasso_on;
      return true;
    case Action::select_in_sight:
      select_in_sight(state);
      return true;
    case Action::close_help:
      if (state.help_visible) return false;
      clear_one(state);
      return true;
    default:
      return false;
  }
}

}  // namespace chestlens::viewer
