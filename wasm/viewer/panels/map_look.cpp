#include <fmt/format.h>
#include <viewer/explain.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/explain_parts.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <array>

namespace chestlens::viewer {
namespace {

/// The four color maps to choose from, and their names.
void draw_color_choice(State& state, const Ui& ui) {
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  constexpr float height = 44.0F;
  constexpr float space = 8.0F;
  const float step = (width + space) / 4;
  int at = 0;
  for (const ColorMapInfo& info : color_maps()) {
    if (info.map == ColorMap::diverging) continue;
    const ImVec2 from = {place.x + step * static_cast<float>(at++), place.y};
    ImGui::SetCursorScreenPos(from);
    ImGui::PushID(at);
    if (ImGui::InvisibleButton("colors", {step - space, height})) {
      state.explain.look.colors = info.map;
    }
    ImGui::PopID();
    const bool is_on = state.explain.look.colors == info.map;
    if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    color_strip(info.map, {from.x + 2, from.y + 4}, {step - space - 4, 14});
    ImGui::GetWindowDrawList()->AddRect({from.x, from.y + 2}, {from.x + step - space, from.y + 20},
                                        is_on ? ui.palette.accent : ui.palette.line, 3, 0,
                                        is_on ? 2.0F : 1.0F);
    text_centered_at(ui.fonts.small, {from.x + (step - space) / 2, from.y + 33},
                     is_on ? ui.palette.text : ui.palette.text_quiet,
                     shortened(ui.fonts.small, info.title, step));
  }
  ImGui::SetCursorScreenPos(place);
  ImGui::Dummy({width, height});
}

/// "HiResCAM 0.84, Grad-CAM 0.91": what the strongest color stands for of each shown map.
std::string unit_words(const State& state, const Film& film) {
  std::string words;
  for (const MapMethod method : shown_methods(state)) {
    const float unit = unit_of(state, film, method, *shown_class(film));
    if (!(unit > 0.0F)) continue;
    words += fmt::format("{}{}\u00a0{}", words.empty() ? "" : ", ", map_method_info(method).title,
                         format_figure(double{unit}));
  }
  return words;
}

void draw_bar(const State& state, const Ui& ui, ColorMap colors, const std::string& unit) {
  const bool is_signed = colors == ColorMap::diverging;
  constexpr float height = 8.0F;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  color_strip(colors, place, {width, height});
  if (state.explain.has_lines) {
    for (const float level : contour_levels) {
      const float share = is_signed ? (1.0F + level) / 2.0F : level;
      for (const float at : {share, is_signed ? 1.0F - share : share}) {
        ImGui::GetWindowDrawList()->AddRectFilled({place.x + at * width - 1, place.y - 3},
                                                  {place.x + at * width + 1, place.y + height + 3},
                                                  ui.palette.text);
      }
    }
  }
  ImGui::Dummy({width, height + 6});
  line_with_value(ui.fonts.small, is_signed ? "against " + unit : "0", ui.palette.text_faint,
                  is_signed ? "for " + unit : unit, ui.palette.text_faint);
}

/// What the colors stand for, in figures and in words.
void draw_scale(State& state, const Ui& ui, const Film& film) {
  explain_heading(ui, "Scale");
  constexpr std::array scales{"Own", "All classes", "All maps"};
  if (const auto pressed =
          segments(ui, "scale", scales, static_cast<int>(state.explain.look.scale))) {
    state.explain.look.scale = static_cast<MapScale>(*pressed);
  }
  gap(12);
  const MapMethod method = state.explain.method;
  const float unit = unit_of(state, film, method, *shown_class(film));
  draw_bar(state, ui, colors_of(method, state.explain.look),
           unit > 0.0F ? format_figure(double{unit}) : "most evidence");
  if (state.explain.has_lines) {
    paragraph(ui.fonts.small, ui.palette.text_quiet, "Lines at 25, 50 and 75 % of the strongest.");
  }
  if (const std::string units = unit_words(state, film);
      !units.empty() && shown_methods(state).size() > 1) {
    paragraph(ui.fonts.small, ui.palette.text_quiet, "Strongest: " + units + ".");
  }
  gap(6);
  paragraph(ui.fonts.small, ui.palette.text_quiet, in_words(state.explain.look.scale));
}

void draw_look(State& state, const Ui& ui) {
  MapLook& look = state.explain.look;
  explain_heading(ui, "Drawn as");
  constexpr std::array forms{"Colors", "Lines"};
  if (const auto pressed = segments(ui, "forms", forms, state.explain.has_lines ? 1 : 0)) {
    state.explain.has_lines = *pressed == 1;
  }
  gap(10);
  draw_color_choice(state, ui);
  gap(2);
  paragraph(ui.fonts.small, ui.palette.text_quiet, color_map_info(look.colors).meaning);
  gap(10);
  line_with_value(ui.fonts.small, "Opacity", ui.palette.text_quiet,
                  fmt::format("{:.0f} %", state.opacity * 100.0), ui.palette.text);
  double opacity = state.opacity;
  if (slider(ui, "opacity", &opacity, 0.0, 1.0)) {
    (void)set_opacity(state, opacity);
    state.heatmap_visible = true;
  }
  gap(10);
  const ImVec2 row = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  text_at(ui.fonts.small, {row.x, row.y + 3}, ui.palette.text_quiet, "What speaks against it, too");
  bool has_both = look.sides == MapSides::both;
  if (toggle(ui, "sides", &has_both, {row.x + width - 34, row.y})) {
    look.sides = has_both ? MapSides::both : MapSides::in_favor;
  }
  ImGui::SetCursorScreenPos(row);
  ImGui::Dummy({width, 24});
}

}  // namespace

void explain_heading(const Ui& ui, const char* text) {
  gap(section_gap);
  line(ui.fonts.small, ui.palette.text_faint, text);
  gap(4);
}

void draw_map_look(State& state, const Ui& ui, const Film& film) {
  draw_scale(state, ui, film);
  draw_look(state, ui);
  gap(10);
  paragraph(ui.fonts.small, ui.palette.text_faint, drawn_note(state.explain.look.sides));
  gap(8);
  paragraph(ui.fonts.small, ui.palette.text_faint, map_warning);
}

}  // namespace chestlens::viewer
