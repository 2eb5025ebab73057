#include <viewer/ask.hpp>
#include <viewer/cover_pen.hpp>
#include <viewer/question_commands.hpp>

#include <algorithm>
#include <iterator>
#include <utility>

namespace chestlens::viewer {
namespace {

/// The part after the one that is shown covered, round the end.
void cover_next(State& state) {
  const auto ready = ready_questions(state.question.fill);
  const Film* film = selected_film(state);
  const Asked* shown = film == nullptr ? nullptr : shown_question(film->questions);
  auto next = ready.begin();
  if (shown != nullptr) {
    const auto found = std::ranges::find(ready, shown->question);
    if (found != ready.end()) next = std::next(found);
  }
  ask_or_say(state, next == ready.end() ? ready.front() : *next);
}

/// The next of the slider's values on either side.
void step_change(State& state, bool more) {
  const Film* film = selected_film(state);
  if (film == nullptr) return;
  const Slider slider = film_slider(*film, state.question.change);
  const double amount = shown_amount(*film, slider);
  const auto& values = slider.values;
  const auto above = std::ranges::upper_bound(values, amount);
  const auto below = std::ranges::lower_bound(values, amount);
  if (more ? above == values.end() : below == values.begin()) return;
  ask_or_say(state, ChangeQuestion{slider.kind, more ? *above : *std::prev(below)});
}

template <typename Choice>
Choice after(Choice choice, Choice last) {
  return choice == last ? Choice{} : static_cast<Choice>(static_cast<int>(choice) + 1);
}

}  // namespace

void apply_question(State& state, Action action) {
  QuestionView& view = state.question;
  const bool was_open = std::exchange(state.tab, Tab::question) == Tab::question;
  switch (action) {
    case Action::next_cover:
      view.is_of_changes = false;
      if (was_open) cover_next(state);
      return;
    case Action::next_fill:
      if (was_open) view.fill = after(view.fill, CoverFill::noise);
      return;
    case Action::next_tool:
      view.is_of_changes = false;
      if (was_open) choose_tool(view, after(view.tool, CoverTool::brush));
      return;
    case Action::next_change:
      if (was_open && view.is_of_changes) view.change = after(view.change, ChangeKind::resolution);
      view.is_of_changes = true;
      return;
    case Action::undo_question:
      return undo_question(state);
    case Action::redo_question:
      return redo_question(state);
    default:
      return;
  }
}

bool apply_to_question(State& state, Action action) {
  if (apply_to_pen(state, action)) return true;
  const bool is_change = state.question.is_of_changes;
  switch (action) {
    case Action::toggle_heatmap:
      toggle_question(state);
      return true;
    case Action::less_opacity:
    case Action::more_opacity:
      if (is_change) step_change(state, action == Action::more_opacity);
      return is_change;
    default:
      return false;
  }
}

}  // namespace chestlens::viewer
