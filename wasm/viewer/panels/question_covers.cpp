#include <fmt/format.h>
#include <viewer/ask.hpp>
#include <viewer/cover_pen.hpp>
#include <viewer/explain.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/question_parts.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <array>

namespace chestlens::viewer {
namespace {

void draw_ready_covers(State& state, const Ui& ui) {
  // The patient's right lung lies on the film's left.
  constexpr std::array labels{"Border",     "Text found", "All but lungs",
                              "Right lung", "Both lungs", "Left lung"};
  constexpr std::array parts{FilmPart::border,     FilmPart::text,       FilmPart::all_but_lungs,
                             FilmPart::right_lung, FilmPart::both_lungs, FilmPart::left_lung};
  if (const auto pressed = button_grid(ui, "parts", labels, 3)) {
    ask_or_say(state,
               CoverQuestion{parts[static_cast<std::size_t>(*pressed)], state.question.fill});
  }
}

void draw_tools(QuestionView& view, const Ui& ui) {
  question_heading(ui, "Or draw on the film");
  constexpr std::array tools{"Move", "Rectangle", "Ellipse", "Brush"};
  if (const auto tool = button_grid(ui, "tools", tools, 4, static_cast<int>(view.tool))) {
    choose_tool(view, static_cast<CoverTool>(*tool));
  }
  if (view.tool != CoverTool::brush) return;
  gap(6);
  line_with_value(ui.fonts.small, "Width of the brush", ui.palette.text_quiet,
                  fmt::format("{:.0f} % of the film", 200.0 * view.brush_share), ui.palette.text);
  slider(ui, "brush", &view.brush_share, 0.01, 0.15);
}

void draw_fills(QuestionView& view, const Ui& ui) {
  question_heading(ui, "Covered by");
  constexpr std::array fills{"Mean", "Blur", "Noise"};
  if (const auto fill = segments(ui, "fills", fills, static_cast<int>(view.fill))) {
    view.fill = static_cast<CoverFill>(*fill);
  }
}

/// A cover that goes over all of the film is a map, which the part Explain has.
void draw_occlusion(State& state, const Ui& ui, const Film& film) {
  question_heading(ui, "Or every place in turn");
  constexpr MapMethod method = MapMethod::occlusion;
  const ExplainedMethod* maps = find_maps(state, film, method);
  const ImVec2 wide = {ImGui::GetContentRegionAvail().x, question_button_height};
  switch (maps_status(state, film, method)) {
    case MapsStatus::not_made:
      if (button(ui, "Map of the whole film", false, wide)) want_maps(state, method);
      return;
    case MapsStatus::waiting: {
      const bool has_begun = maps != nullptr && maps->total > 0;
      line_with_value(ui.fonts.small, "Covering place by place", ui.palette.text_quiet,
                      has_begun ? fmt::format("{} of {}", maps->done, maps->total) : "\u2026",
                      ui.palette.text);
      const float share =
          has_begun ? static_cast<float>(maps->done) / static_cast<float>(maps->total) : 0.0F;
      bar(ui, ImGui::GetCursorScreenPos(), wide.x, 4, share, ui.palette.accent);
      gap(10);
      if (button(ui, "Cancel", false, wide)) cancel_maps(state, method);
      return;
    }
    case MapsStatus::made:
      if (button(ui, "See the map in Explain", false, wide)) {
        show_method(state, method);
        show_tab(state, Tab::explain);
      }
      return;
    case MapsStatus::refused:
      paragraph(ui.fonts.small, ui.palette.text_quiet,
                maps == nullptr ? "This model has no such map." : sentence(maps->maps.refused));
      return;
  }
}

}  // namespace

void draw_covers(State& state, const Ui& ui, const Film& film) {
  question_heading(ui, "A part found on the film");
  draw_ready_covers(state, ui);
  draw_tools(state.question, ui);
  draw_fills(state.question, ui);
  draw_occlusion(state, ui, film);
}

}  // namespace chestlens::viewer
