#include <fmt/format.h>
#include <viewer/explain.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/explain_parts.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <array>

namespace chestlens::viewer {
namespace {

/// A row of the list; higher where fingers press it.
float row_height() {
  constexpr float narrow_canvas = 760.0F;
  return ImGui::GetIO().DisplaySize.x < narrow_canvas ? 40.0F : 31.0F;
}

/// The part's title, and whether maps are drawn at all.
void draw_title(State& state, const Ui& ui) {
  line(ui.fonts.strong, ui.palette.text, "Where the answer comes from");
  gap(6);
  const ImVec2 after = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  toggle(ui, "visible", &state.heatmap_visible, {after.x + width - 34, after.y - 27});
  ImGui::SetCursorScreenPos(after);
}

void draw_classes_and_models(State& state, const Ui& ui, const Film& film) {
  if (const auto pressed = chips(ui, "classes", state.model.classes, *shown_class(film))) {
    state.heatmap_visible = true;
    (void)show_class(state, *pressed);
  }
  const ExplainView& view = state.explain;
  if (view.models.size() < 2) return;
  explain_heading(ui, "By the model");
  std::vector<std::string> titles;
  for (const ExplainedModel& model : view.models) titles.push_back(model.title);
  if (const auto pressed = chips(ui, "models", titles, view.member)) {
    (void)show_member(state, *pressed);
  }
}

/// What stands at the right end of a method's row.
struct RowWords {
  std::string text;
  ImU32 color = 0;
};

RowWords row_words(const State& state, const Ui& ui, const Film& film, MapMethod method) {
  const ExplainedMethod* maps = find_maps(state, film, method);
  switch (maps_status(state, film, method)) {
    case MapsStatus::not_made:
      return {std::string(in_words(map_method_info(method).cost)), ui.palette.text_faint};
    case MapsStatus::waiting:
      return {maps->total > 0 ? fmt::format("{} of {}", maps->done, maps->total) : "\u2026",
              ui.palette.accent};
    case MapsStatus::refused:
      return {"not of this model", ui.palette.text_faint};
    case MapsStatus::made:
      break;
  }
  return {short_words(state, film, method, *shown_class(film)), ui.palette.text_quiet};
}

/// A round mark where one is chosen, a square one where several are.
void draw_mark(const Ui& ui, ImVec2 center, bool is_square, bool is_on) {
  ImDrawList* draw = ImGui::GetWindowDrawList();
  constexpr float half = 6.5F;
  const ImVec2 from = {center.x - half, center.y - half}, to = {center.x + half, center.y + half};
  const float rounding = is_square ? 3.0F : half;
  if (!is_on) return draw->AddRect(from, to, ui.palette.bar, rounding, 0, 1.5F);
  draw->AddRectFilled(from, to, ui.palette.accent, rounding);
  if (!is_square) return draw->AddCircleFilled(center, 2.5F, ui.palette.panel);
  const std::array tick{ImVec2{center.x - 3.5F, center.y}, ImVec2{center.x - 1, center.y + 2.5F},
                        ImVec2{center.x + 3.5F, center.y - 2.5F}};
  draw->AddPolyline(tick.data(), static_cast<int>(tick.size()), ui.palette.panel, 0, 1.8F);
}

/// A press shows the method, or takes it into the grid or out of it.
void draw_method(State& state, const Ui& ui, const Film& film, const MapMethodInfo& info) {
  ExplainView& view = state.explain;
  const bool is_in_grid = std::ranges::find(view.grid, info.method) != view.grid.end();
  const bool is_looked_at = view.method == info.method;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = row_height();
  ImGui::PushID(static_cast<int>(info.method));
  const bool pressed = ImGui::InvisibleButton("method", {width, height});
  ImGui::PopID();
  const bool is_hovered = ImGui::IsItemHovered();
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (is_looked_at || is_hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(
        {place.x - 10, place.y}, {place.x + width + 10, place.y + height - 1},
        is_looked_at ? ui.palette.hover : ui.palette.raised, corner);
  }
  const float middle = place.y + height / 2;
  draw_mark(ui, {place.x + 7, middle}, view.is_grid, view.is_grid ? is_in_grid : is_looked_at);
  const RowWords words = row_words(state, ui, film, info.method);
  const bool is_had = maps_status(state, film, info.method) != MapsStatus::refused;
  const ImFont* font = is_looked_at ? ui.fonts.strong : ui.fonts.body;
  text_at(font, {place.x + 24, middle - 8}, is_had ? ui.palette.text : ui.palette.text_faint,
          info.title);
  const float words_width = width - 24 - text_extent(font, info.title).x - 8;
  text_ending_at(ui.fonts.small, {place.x + width, middle - 7}, words.color,
                 shortened(ui.fonts.small, words.text, words_width));
  if (!pressed) return;
  if (view.is_grid) toggle_in_grid(state, info.method);
  show_method(state, info.method);
}

void draw_methods(State& state, const Ui& ui, const Film& film) {
  explain_heading(ui, "Methods");
  constexpr std::array ways{"One at a time", "Side by side"};
  if (const auto pressed = segments(ui, "ways", ways, state.explain.is_grid ? 1 : 0)) {
    state.explain.is_grid = *pressed == 1;
  }
  gap(6);
  for (const MapMethodInfo& info : map_methods()) draw_method(state, ui, film, info);
}

/// What the method looked at is, what its map says, and what making it takes.
void draw_method_words(State& state, const Ui& ui, const Film& film) {
  const MapMethodInfo& info = map_method_info(state.explain.method);
  gap(10);
  const Box box = begin_box();
  line(ui.fonts.strong, ui.palette.text, info.title);
  for (const std::string& said : map_sentences(state, film, info.method, *shown_class(film))) {
    gap(2);
    paragraph(ui.fonts.small, ui.palette.text, said);
  }
  gap(4);
  paragraph(ui.fonts.small, ui.palette.text_quiet, info.meaning);
  const MapsStatus status = maps_status(state, film, info.method);
  if (status == MapsStatus::refused) {
    gap(4);
    const ExplainedMethod* maps = find_maps(state, film, info.method);
    paragraph(ui.fonts.small, ui.palette.caution,
              maps == nullptr ? "This model's bundle is of format 1, which gives no such maps."
                              : sentence(maps->maps.refused));
  }
  if (status == MapsStatus::not_made && info.cost != MapCost::outputs) {
    gap(8);
    const std::string label = fmt::format("Make it: {}", in_words(info.cost));
    if (button(ui, label.c_str(), true, {0, 28})) want_maps(state, info.method);
  }
  if (status == MapsStatus::waiting && info.cost != MapCost::outputs) {
    gap(8);
    if (button(ui, "Cancel", true, {0, 28})) cancel_maps(state, info.method);
  }
  end_box(box, ui.palette.raised, ui.palette.bar);
}

}  // namespace

void draw_explain(State& state, const Ui& ui, const Film& film) {
  draw_title(state, ui);
  draw_classes_and_models(state, ui, film);
  draw_methods(state, ui, film);
  draw_method_words(state, ui, film);
  draw_map_look(state, ui, film);
}

}  // namespace chestlens::viewer
