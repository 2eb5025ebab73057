#pragma once

#include <viewer/state.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace chestlens::viewer {

enum class Action : std::uint8_t {
  up,
  down,
  left,
  right,
  previous_film,
  next_film,
  class_number,
  toggle_heatmap,
  less_opacity,
  more_opacity,
  toggle_invert,
  turn_left,
  turn_right,
  mirror,
  make_negative,
  next_measure,
  remove_measure,
  zoom_in,
  zoom_out,
  fit,
  reset,
  open_files,
  show_tab,
  next_method,
  toggle_grid,
  toggle_in_grid,
  make_maps,
  toggle_lines,
  next_colors,
  next_scale,
  toggle_against,
  toggle_colors,
  next_nearest,
  toggle_lasso,
  select_in_sight,
  next_cover,
  next_fill,
  next_tool,
  next_change,
  undo_question,
  redo_question,
  toggle_help,
  close_help,
};

struct Command {
  Action action = Action::fit;
  int number = 0;  // of class_number, from 0; of show_tab, the Tab
};

/// The command of a key without Ctrl, Alt or Meta, named as the DOM's KeyboardEvent.key names it
/// ("ArrowUp", "h", "+"); nothing for keys that belong to the browser.
std::optional<Command> command_for_key(std::string_view key);

/// Does it; a command that does not apply now (no film, no prediction) changes nothing.
void apply(State& state, const Command& command);

/// For the help panel: keys and what they do, in reading order.
struct KeyHelp {
  const char* keys;
  const char* meaning;
};
inline constexpr KeyHelp key_help[] = {
    {"O", "Choose files"},
    {"\u2191 \u2193  , .", "Previous or next film"},
    {"\u2190 \u2192  1\u20139", "Heat-map of another class"},
    {"A Q E M ;", "Answer, questions, explanation, map, compare"},
    {"H", "Heat-map on or off"},
    {"X G", "Next method, side by side"},
    {"T Y", "Into the grid, make or cancel"},
    {"L K S D", "Lines, colors, scale, against too"},
    {"[ ]", "Less or more heat-map"},
    {"B W", "Cover the next part, what to change"},
    {"J P", "What covers, what draws"},
    {"F, arrows, F", "Draw a cover, then ask (Esc: none)"},
    {"Z U", "Take a question back, ask it again"},
    {"< > * !", "Predict it turned, mirrored, as a negative"},
    {"' F, arrows", "Measure: a length, an angle, or none"},
    {"I", "Invert the film on show"},
    {"+ \u2212", "Zoom"},
    {"0", "Fit the film"},
    {"R", "Reset window and zoom"},
    {"?", "This help"},
};
inline constexpr KeyHelp mouse_help[] = {
    {"Wheel", "Zoom at the cursor"},
    {"Drag", "Move the film"},
    {"Right drag", "Window: \u2194 width, \u2195 level"},
    {"Double click", "Fit the film"},
};

/// The same while models or films are compared.
inline constexpr KeyHelp compare_key_help[] = {
    {"\u2191 \u2193  , .", "Previous or next film"},
    {"\u2190 \u2192  1\u20139", "Heat-map of another class"},
    {"G", "Models, or two films"},
    {"B", "Another model beside, or none"},
    {"N", "The next weight"},
    {"[ ]", "Less or more of it"},
    {"V", "Back to the validated weights"},
    {"Z U", "Take a move back, make it again"},
    {"P", "Another film as the prior"},
    {"H", "Heat-map on or off"},
    {"I", "Invert the film"},
    {"+ \u2212", "Zoom"},
    {"0", "Fit the film"},
    {"R", "Reset window and zoom"},
    {"A", "Back to the film"},
};

/// The same while the map is on show.
inline constexpr KeyHelp map_key_help[] = {
    {", .", "Previous or next film"},
    {"\u2191 \u2193 \u2190 \u2192", "Move the map"},
    {"+ \u2212", "Zoom"},
    {"0", "Fit the map"},
    {"C", "Colors by class or by source"},
    {"1\u20139", "Hide or show a color"},
    {"N", "The next of the nearest films"},
    {"F", "Lasso: the next drag draws it"},
    {"V", "Sum up what is in view"},
    {"[ ]", "Another model's map"},
    {"Esc", "Clear lasso and marks"},
    {"A", "Back to the film"},
};
inline constexpr KeyHelp map_mouse_help[] = {
    {"Wheel, pinch", "Zoom at the cursor"}, {"Drag", "Move the map"},
    {"Shift + drag", "Draw a lasso"},       {"Press", "Look at a film"},
    {"Double click", "Fit the map"},
};

}  // namespace chestlens::viewer
