#include <chestlens/text.hpp>

#include <viewer/commands.hpp>
#include <viewer/format.hpp>
#include <viewer/layout.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>

namespace chestlens::viewer {
namespace {

constexpr float button_height = 30.0F;

struct Tool {
  const char* label;
  Action action;
  float width;
  bool pressed;
};

std::string details(const Film& film) {
  if (film.width_pixels == 0) return {};
  return group_digits(film.width_pixels) + " \u00d7 " + group_digits(film.height_pixels) + " px, " +
         (film.image.max_level > 255 ? "16 bit" : "8 bit");
}

}  // namespace

void draw_toolbar(State& state, const Ui& ui, const Area& area) {
  const Film* film = selected_film(state);
  if (film == nullptr) return;
  begin_panel("toolbar", area, ui.palette.panel, {0, 0});
  const bool is_map = state.tab == Tab::map;
  const std::string zoom = format_zoom(is_map ? state.map.view.zoom : film->view.zoom);
  const Tool of_tab = is_map ? Tool{"Lasso", Action::toggle_lasso, 62, state.map.lasso_on}
                             : Tool{"Invert", Action::toggle_invert, 62, state.invert};
  const Tool tools[] = {
      {"\u2212", Action::zoom_out, 32, false}, {"+", Action::zoom_in, 32, false},
      {"Fit", Action::fit, 44, false},         of_tab,
      {"Reset", Action::reset, 60, false},     {"?", Action::toggle_help, 32, state.help_visible},
  };
  constexpr float zoom_width = 62;
  constexpr float spacing = 6;
  float tools_width = zoom_width - spacing;
  for (const Tool& tool : tools) tools_width += tool.width + spacing;

  const ImVec2 place = top_left(area);
  const float right = bottom_right(area).x - 14;
  const float middle_y = middle(area).y;
  const float name_width = right - tools_width - place.x - 2 * panel_padding;
  if (name_width > 40) {
    const std::string name = shortened(ui.fonts.strong, film->name, name_width);
    const float name_end = text_extent(ui.fonts.strong, name).x + 14;
    text_at(ui.fonts.strong, {place.x + panel_padding, middle_y - 9}, ui.palette.text, name);
    const std::string info = details(*film);
    if (name_end + text_extent(ui.fonts.small, info).x < name_width) {
      text_at(ui.fonts.small, {place.x + panel_padding + name_end, middle_y - 7},
              ui.palette.text_faint, info);
    }
  }
  float x = right - tools_width;
  for (const Tool& tool : tools) {
    ImGui::SetCursorScreenPos({x, middle_y - button_height / 2});
    if (button(ui, tool.label, tool.pressed, {tool.width, button_height})) {
      apply(state, {tool.action, 0});
    }
    x += tool.width + spacing;
    if (tool.action == Action::zoom_out) {
      text_centered_at(ui.fonts.small, {x + (zoom_width - spacing) / 2 - spacing / 2, middle_y},
                       ui.palette.text_quiet, zoom);
      x += zoom_width - spacing;
    }
  }
  end_panel();
}

}  // namespace chestlens::viewer
