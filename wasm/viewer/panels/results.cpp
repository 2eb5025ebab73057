#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <viewer/format.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/widgets.hpp>
#include <viewer/windowing.hpp>

#include <cmath>
#include <iterator>
#include <utility>

namespace chestlens::viewer {
namespace {

/// The parts of the panel side by side, the one on show underlined.
void draw_tabs(State& state, const Ui& ui) {
  constexpr std::pair<Tab, const char*> tabs[] = {{Tab::answer, "Answer"},
                                                  {Tab::question, "Question"},
                                                  {Tab::explain, "Explain"},
                                                  {Tab::compare, "Compare"},
                                                  {Tab::map, "Map"}};
  constexpr float height = 36.0F;
  constexpr float into_padding = 10.0F, least_space = 6.0F;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const ImVec2 place = {start.x - into_padding, start.y};
  const float width = ImGui::GetContentRegionAvail().x + 2 * into_padding;
  constexpr auto count = static_cast<float>(std::size(tabs));
  const auto extent_of = [&](const ImFont* font) {
    float words = 0.0F;
    for (const auto& [tab, label] : tabs) words += text_extent(font, label).x;
    return words;
  };
  const bool is_tight = extent_of(ui.fonts.strong) + count * least_space > width;
  const ImFont* on_font = is_tight ? ui.fonts.small : ui.fonts.strong;
  const ImFont* off_font = is_tight ? ui.fonts.small : ui.fonts.body;
  const float space = (width - extent_of(on_font)) / count;
  ImDrawList* draw = ImGui::GetWindowDrawList();
  draw->AddRectFilled({place.x, place.y + height - 1}, {place.x + width, place.y + height},
                      ui.palette.line);
  float x = place.x;
  for (const auto& [tab, label] : tabs) {
    const float step = text_extent(on_font, label).x + space;
    ImGui::SetCursorScreenPos({x, place.y});
    if (ImGui::InvisibleButton(label, {step, height})) show_tab(state, tab);
    const bool hovered = ImGui::IsItemHovered();
    if (hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    const bool on = state.tab == tab;
    text_centered_at(on ? on_font : off_font, {x + step / 2, place.y + height / 2},
                     on || hovered ? ui.palette.text : ui.palette.text_quiet, label);
    if (on) {
      draw->AddRectFilled({x, place.y + height - 2}, {x + step, place.y + height},
                          ui.palette.accent);
    }
    x += step;
  }
  ImGui::SetCursorScreenPos({start.x, start.y + height});
  ImGui::Dummy({width - 2 * into_padding, 0});
}

void draw_window(const Ui& ui, Film& film) {
  section(ui, "Window");
  const double max_level = film.brightest_level;
  LevelWidth wanted = level_width(film.window);
  const auto row = [&](const char* name, double* value, double low) {
    line_with_value(ui.fonts.small, name, ui.palette.text_quiet, group_digits(std::lround(*value)),
                    ui.palette.text);
    const bool changed = slider(ui, name, value, low, max_level);
    gap(4);
    return changed;
  };
  const bool level_changed = row("Level", &wanted.level, 0.0);
  const bool width_changed = row("Width", &wanted.width, 1.0);
  if (level_changed || width_changed) {
    film.window = with_level_width(film.window, wanted, max_level);
  }
}

void draw_network(const State& state, const Ui& ui) {
  section(ui, "Network");
  paragraph(ui.fonts.small, ui.palette.text_quiet,
            state.model.title.empty() ? "No model is loaded." : state.model.title);
  gap(8);
  if (!state.backend.empty()) {
    line_with_value(ui.fonts.small, "Runs on", ui.palette.text_quiet, state.backend,
                    ui.palette.text);
  }
}

void draw_timings(const State& state, const Ui& ui, const Timings& timings) {
  const std::pair<const char*, double> steps[] = {
      {"Decode", timings.decode_ms},       {"Preprocess", timings.preprocess_ms},
      {"Inference", timings.inference_ms}, {"Grad-CAM", timings.explain_ms},
      {"Overlay", state.overlay_ms},
  };
  for (const auto& [name, milliseconds] : steps) {
    line_with_value(ui.fonts.small, name, ui.palette.text_quiet, format_milliseconds(milliseconds),
                    ui.palette.text);
  }
}

}  // namespace

void draw_results_panel(State& state, const Ui& ui, const Area& area) {
  if (area.width < 2 * static_cast<double>(panel_padding)) return;
  begin_panel("results", area, ui.palette.panel, {panel_padding, 8});
  Film* film = selected_film(state);
  draw_tabs(state, ui);
  gap(section_gap);
  if (state.tab == Tab::map) {
    draw_map_results(state, ui);
  } else if (state.tab == Tab::question) {
    if (film != nullptr) draw_question(state, ui, *film);
  } else if (state.tab == Tab::compare) {
    if (film != nullptr) draw_compare(state, ui, *film);
  } else if (state.tab == Tab::explain) {
    if (film != nullptr && answer_is_shown(*film))
      draw_explain(state, ui, *film);
    else
      paragraph(ui.fonts.body, ui.palette.text_quiet, "There is no answer to explain yet.");
  } else {
    if (film != nullptr) draw_answer(state, ui, *film);
    if (film != nullptr && !film->image.pixels.empty()) {
      draw_window(ui, *film);
      draw_measure_part(state, ui, *film);
    }
    draw_network(state, ui);
    if (film != nullptr && film->prediction) draw_timings(state, ui, film->timings);
  }
  gap(section_gap);
  scroll_by_touch(1);
  end_panel();
}

}  // namespace chestlens::viewer
