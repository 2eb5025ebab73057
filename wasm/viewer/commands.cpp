#include <viewer/commands.hpp>
#include <viewer/compare_commands.hpp>
#include <viewer/explain_commands.hpp>
#include <viewer/map_commands.hpp>
#include <viewer/measure_actions.hpp>
#include <viewer/question_commands.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr double opacity_step = 0.05;

constexpr std::array<std::pair<std::string_view, Command>, 50> keys = {{
    {"ArrowUp", {Action::up}},
    {"ArrowDown", {Action::down}},
    {"ArrowLeft", {Action::left}},
    {"ArrowRight", {Action::right}},
    {",", {Action::previous_film}},
    {".", {Action::next_film}},
    {"h", {Action::toggle_heatmap}},
    {"[", {Action::less_opacity}},
    {"]", {Action::more_opacity}},
    {"i", {Action::toggle_invert}},
    {"<", {Action::turn_left}},
    {">", {Action::turn_right}},
    {"*", {Action::mirror}},
    {"!", {Action::make_negative}},
    {"'", {Action::next_measure}},
    {"Backspace", {Action::remove_measure}},
    {"Delete", {Action::remove_measure}},
    {"+", {Action::zoom_in}},
    {"=", {Action::zoom_in}},
    {"-", {Action::zoom_out}},
    {"_", {Action::zoom_out}},
    {"0", {Action::fit}},
    {"r", {Action::reset}},
    {"o", {Action::open_files}},
    {"x", {Action::next_method}},
    {"g", {Action::toggle_grid}},
    {"t", {Action::toggle_in_grid}},
    {"y", {Action::make_maps}},
    {"l", {Action::toggle_lines}},
    {"k", {Action::next_colors}},
    {"s", {Action::next_scale}},
    {"d", {Action::toggle_against}},
    {"c", {Action::toggle_colors}},
    {"n", {Action::next_nearest}},
    {"f", {Action::toggle_lasso}},
    {"v", {Action::select_in_sight}},
    {"b", {Action::next_cover}},
    {"j", {Action::next_fill}},
    {"p", {Action::next_tool}},
    {"w", {Action::next_change}},
    {"z", {Action::undo_question}},
    {"u", {Action::redo_question}},
    {"?", {Action::toggle_help}},
    {"/", {Action::toggle_help}},
    {"Escape", {Action::close_help}},
    {"a", {Action::show_tab, static_cast<int>(Tab::answer)}},
    {"q", {Action::show_tab, static_cast<int>(Tab::question)}},
    {"e", {Action::show_tab, static_cast<int>(Tab::explain)}},
    {"m", {Action::show_tab, static_cast<int>(Tab::map)}},
    {";", {Action::show_tab, static_cast<int>(Tab::compare)}},
}};

void step_film(State& state, int step) {
  const Film* film = selected_film(state);
  if (film == nullptr) return;
  const auto index = film - state.films.data() + step;
  if (index < 0 || index >= static_cast<std::ptrdiff_t>(state.films.size())) return;
  (void)select_film(state, state.films[static_cast<std::size_t>(index)].id);
}

void step_class(State& state, int step) {
  const Film* film = selected_film(state);
  const std::optional<int> shown = film == nullptr ? std::nullopt : shown_class(*film);
  const auto classes = static_cast<int>(state.model.classes.size());
  if (shown && classes > 0) (void)show_class(state, (*shown + step + classes) % classes);
}

void change(State& state, const FilmChange& change) {
  if (const Film* film = selected_film(state); film != nullptr && may_be_changed(state, *film)) {
    (void)change_film(state, film->id, change);
  }
}

MeasureTool after(MeasureTool tool) {
  switch (tool) {
    case MeasureTool::none:
      return MeasureTool::length;
    case MeasureTool::length:
      return MeasureTool::angle;
    case MeasureTool::angle:
      break;
  }
  return MeasureTool::none;
}

void zoom(State& state, double factor) {
  if (Film* film = selected_film(state)) {
    film->view.zoom = std::clamp(film->view.zoom * factor, min_zoom, max_zoom);
  }
}

void step_opacity(State& state, double step) {
  const double stepped = std::round((state.opacity + step) / opacity_step) * opacity_step;
  (void)set_opacity(state, std::clamp(stepped, 0.0, 1.0));
}

}  // namespace

std::optional<Command> command_for_key(std::string_view key) {
  if (key.size() == 1 && key[0] >= '1' && key[0] <= '9') {
    return Command{Action::class_number, key[0] - '1'};
  }
  const char lower = key.size() == 1 && key[0] >= 'A' && key[0] <= 'Z'
                         ? static_cast<char>(key[0] - 'A' + 'a')
                         : '\0';
  if (lower != '\0') key = std::string_view(&lower, 1);
  const auto* const found = std::find_if(keys.begin(), keys.end(),
                                         [key](const auto& entry) { return entry.first == key; });
  if (found == keys.end()) return std::nullopt;
  return found->second;
}

void apply(State& state, const Command& command) {
  if (state.tab == Tab::answer && apply_to_measures(state, command.action)) return;
  if (state.tab == Tab::map && apply_to_map(state, command)) return;
  if (state.tab == Tab::question && apply_to_question(state, command.action)) return;
  if (state.tab == Tab::compare && apply_to_compare(state, command.action)) return;
  Film* film = selected_film(state);
  switch (command.action) {
    case Action::up:
    case Action::previous_film:
      return step_film(state, -1);
    case Action::down:
    case Action::next_film:
      return step_film(state, 1);
    case Action::left:
      return step_class(state, -1);
    case Action::right:
      return step_class(state, 1);
    case Action::class_number:
      return (void)show_class(state, command.number);
    case Action::toggle_heatmap:
      state.heatmap_visible = !state.heatmap_visible;
      return;
    case Action::less_opacity:
      return step_opacity(state, -opacity_step);
    case Action::more_opacity:
      return step_opacity(state, opacity_step);
    case Action::toggle_invert:
      state.invert = !state.invert;
      return;
    case Action::turn_left:
      return change(state, {.quarter_turns = 3});
    case Action::turn_right:
      return change(state, {.quarter_turns = 1});
    case Action::mirror:
      return change(state, {.mirror = true});
    case Action::make_negative:
      return change(state, {.negative = true});
    case Action::next_measure:
      return choose_measure_tool(state, after(state.measure.tool));
    case Action::remove_measure:
      if (film != nullptr) remove_last_measure(state, *film);
      return;
    case Action::zoom_in:
      return zoom(state, zoom_step);
    case Action::zoom_out:
      return zoom(state, 1.0 / zoom_step);
    case Action::fit:
      if (film != nullptr) film->view = {};
      return;
    case Action::reset:
      if (film != nullptr) reset_view(*film);
      state.invert = false;
      return;
    case Action::open_files:
      state.events.emplace_back(FilesWanted{});
      return;
    case Action::show_tab:
      return show_tab(state, static_cast<Tab>(command.number));
    case Action::next_method:
    case Action::toggle_grid:
    case Action::toggle_in_grid:
    case Action::make_maps:
    case Action::toggle_lines:
    case Action::next_colors:
    case Action::next_scale:
    case Action::toggle_against:
      return apply_explain(state, command.action);
    case Action::toggle_colors:
    case Action::next_nearest:
    case Action::toggle_lasso:
    case Action::select_in_sight:
      return;  // of a part that is not on show
    case Action::next_cover:
    case Action::next_fill:
    case Action::next_tool:
    case Action::next_change:
    case Action::undo_question:
    case Action::redo_question:
      return apply_question(state, command.action);
    case Action::toggle_help:
      state.help_visible = !state.help_visible;
      return;
    case Action::close_help:
      state.help_visible = false;
      return;
  }
}

}  // namespace chestlens::viewer
