#include <imgui.h>
#include <viewer/measure_actions.hpp>
#include <viewer/panels/film_parts.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/choices.hpp>

#include <utility>

namespace chestlens::viewer {
namespace {

constexpr float button_height = 28.0F;
constexpr float reach_of_hand = 14.0F;   // on the screen, around a point
constexpr float shortest_length = 4.0F;  // on the screen: less was a press

bool is_measuring(const State& state) {
  return state.tab == Tab::answer && state.measure.tool != MeasureTool::none;
}

/// Lines that are seen on light and on dark, and the points to take hold of while a tool is chosen.
void draw_measure(const Ui& ui, const Measure& measure, const PixelsOnScreen& at, bool has_handles,
                  std::optional<std::size_t> held) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  for (const auto& [ink, width] :
       {std::pair{ui.palette.film, 4.0F}, std::pair{ui.palette.accent, 2.0F}}) {
    for (std::size_t i = 1; i < measure.points.size(); ++i) {
      draw->AddLine(at(measure.points[i - 1]), at(measure.points[i]), ink, width);
    }
  }
  for (std::size_t i = 0; i < measure.points.size(); ++i) {
    const ImVec2 middle = at(measure.points[i]);
    if (has_handles) {
      draw->AddCircleFilled(middle, 6, ui.palette.film);
      draw->AddCircle(middle, 5, ui.palette.accent, 0, 2);
    }
    if (held == i) draw->AddCircleFilled(middle, 4, ui.palette.accent);
  }
}

/// Beside a length's middle, or an angle's vertex.
void draw_words(const Ui& ui, const Film& film, const Measure& measure, const PixelsOnScreen& at) {
  const auto& points = measure.points;
  const ImVec2 first = at(points[0]), second = at(points[1]);
  const ImVec2 place =
      points.size() == 3 ? second : ImVec2{(first.x + second.x) / 2, (first.y + second.y) / 2};
  rimmed_text_at(ui.fonts.strong, {place.x + 10, place.y + 6}, IM_COL32_WHITE,
                 words_of(measure, film.spacing));
}

}  // namespace

bool handle_measure_tool(State& state, Film& film, const Area& place) {
  if (!is_measuring(state)) return false;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Point at = film_position(film.view, size_of(film), place, {mouse.x, mouse.y});
  const double scale = display_scale(film.view, size_of(film), place);
  if (scale <= 0.0) return false;
  if (ImGui::IsItemActivated() && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    begin_measuring(state, film, at, reach_of_hand / scale);
    state.measure.is_by_hand = true;
  }
  if (!state.measure.is_by_hand) return false;
  if (ImGui::IsItemActive()) {
    move_measuring(state, film, at);
  } else {
    end_measuring(state, film, shortest_length / scale);
  }
  return true;
}

void draw_measures(const State& state, const Ui& ui, const Film& film, const Area& place) {
  const PixelsOnScreen at = pixels_on_screen(film, place);
  const auto& held = state.measure.held;
  for (std::size_t i = 0; i < film.measures.size(); ++i) {
    const bool is_held = is_measuring(state) && held && held->measure == i;
    draw_measure(ui, film.measures[i], at, is_measuring(state),
                 is_held ? std::optional(held->point) : std::nullopt);
    draw_words(ui, film, film.measures[i], at);
  }
}

void draw_measure_part(State& state, const Ui& ui, Film& film) {
  section(ui, "Measure");
  const std::pair<const char*, MeasureTool> tools[] = {{"Length", MeasureTool::length},
                                                       {"Angle", MeasureTool::angle}};
  constexpr float spacing = 8.0F;
  const float width = (ImGui::GetContentRegionAvail().x - spacing) / 2;
  for (const auto& [label, tool] : tools) {
    if (tool == MeasureTool::angle) ImGui::SameLine(0, spacing);
    const bool is_chosen = state.measure.tool == tool;
    if (button(ui, label, is_chosen, {width, button_height})) {
      choose_measure_tool(state, is_chosen ? MeasureTool::none : tool);
    }
  }
  if (state.measure.tool != MeasureTool::none) {
    gap(6);
    paragraph(ui.fonts.small, ui.palette.text_quiet,
              state.measure.tool == MeasureTool::length
                  ? "Drag over the film from end to end."
                  : "Drag along one side to the vertex, then move the other side.");
  }
  if (film.measures.empty()) return;
  gap(6);
  if (!film.spacing) {
    paragraph(ui.fonts.small, ui.palette.text_quiet,
              "In pixels: the file does not say how large one is.");
    gap(6);
  }
  if (button(ui, "Remove the last", false, {0, button_height})) remove_last_measure(state, film);
}

}  // namespace chestlens::viewer
