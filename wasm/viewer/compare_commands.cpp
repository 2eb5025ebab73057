#include <viewer/compare.hpp>
#include <viewer/compare_commands.hpp>
#include <viewer/compare_weights.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr double weight_step = 0.05;

void step_weight(State& state, double step) {
  const CompareView& view = state.compare;
  if (view.member >= view.weights.size()) return;
  (void)move_weight(state, view.member, std::clamp(view.weights[view.member] + step, 0.0, 1.0));
}

void next_weight(CompareView& view) {
  if (!view.models.empty()) view.member = (view.member + 1) % view.models.size();
}

}  // namespace

bool apply_to_compare(State& state, Action action) {
  CompareView& view = state.compare;
  const bool is_of_weights = view.way == CompareWay::models && view.models.size() > 1;
  switch (action) {
    case Action::toggle_grid:
      show_way(state, view.way == CompareWay::models ? CompareWay::films : CompareWay::models);
      return true;
    case Action::next_tool:
      step_prior(state);
      return true;
    case Action::next_cover:
      step_beside(state);
      return true;
    case Action::next_nearest:
      if (is_of_weights) next_weight(view);
      return true;
    case Action::less_opacity:
    case Action::more_opacity:
      if (!is_of_weights) return false;
      step_weight(state, action == Action::more_opacity ? weight_step : -weight_step);
      return true;
    case Action::select_in_sight:
      reset_weights(state);
      return true;
    case Action::undo_question:
      undo_weights(state);
      return true;
    case Action::redo_question:
      redo_weights(state);
      return true;
    default:
      return false;
  }
}

}  // namespace chestlens::viewer
