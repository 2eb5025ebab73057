#include <viewer/ask.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/question_parts.hpp>
#include <viewer/ui/widgets.hpp>

namespace chestlens::viewer {
namespace {

constexpr float row_height = 46.0F;
constexpr float cross = 32.0F;

ImU32 color_of(const Film& film, const Asked& asked, const Palette& palette) {
  if (!asked.failure.empty()) return palette.danger;
  if (!asked.after) return palette.text_faint;
  const Dependence dependence = dependence_of({{film.prediction->probabilities, {}}, *asked.after});
  const bool hangs = dependence == Dependence::hangs || dependence == Dependence::in_part;
  return hangs ? palette.caution : palette.text_quiet;
}

void draw_row(State& state, const Ui& ui, const Film& film, const Asked& asked) {
  const bool is_shown = film.questions.shown_number == asked.number;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::PushID(asked.number);
  const bool is_pressed = ImGui::InvisibleButton("asked", {width - cross, row_height});
  const bool is_hovered = ImGui::IsItemHovered();
  if (is_hovered) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  if (is_shown || is_hovered) {
    ImGui::GetWindowDrawList()->AddRectFilled(
        {place.x - 10, place.y}, {place.x + width + 10, place.y + row_height - 2},
        is_shown ? ui.palette.hover : ui.palette.raised, corner);
  }
  text_at(ui.fonts.body, {place.x, place.y + 5}, is_shown ? ui.palette.text : ui.palette.text_quiet,
          shortened(ui.fonts.body, capitalized(short_words(asked.question)), width - cross));
  text_at(ui.fonts.small, {place.x, place.y + 25}, color_of(film, asked, ui.palette),
          shortened(ui.fonts.small, short_answer(state, film, asked), width - cross));
  ImGui::SetCursorScreenPos({place.x + width - cross, place.y + (row_height - cross) / 2});
  const bool is_removed = ImGui::InvisibleButton("remove", {cross, cross});
  const ImU32 mark = ImGui::IsItemHovered() ? ui.palette.text : ui.palette.text_faint;
  const ImVec2 center = {place.x + width - cross / 2, place.y + row_height / 2 - 1};
  for (const float side : {-4.0F, 4.0F}) {
    ImGui::GetWindowDrawList()->AddLine({center.x - 4, center.y - side},
                                        {center.x + 4, center.y + side}, mark, 1.5F);
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(place);
  ImGui::Dummy({width, row_height});
  if (is_removed) {
    remove_question(state, asked.number);
  } else if (is_pressed) {
    show_question(state, is_shown ? std::nullopt : std::optional(asked.number));
  }
}

void draw_buttons(State& state, const Ui& ui, const Film& film) {
  const Questions& questions = film.questions;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  float x = place.x;
  const auto next = [&](const char* label) {
    ImGui::SetCursorScreenPos({x, place.y});
    const float width = text_extent(ui.fonts.small, label).x + 24;
    x += width + 6;
    return button(ui, label, false, {width, question_button_height});
  };
  const bool has_asked = !questions.asked.empty(), has_undone = !questions.undone.empty();
  if (has_asked && next("Undo")) undo_question(state);
  if (has_undone && next("Redo")) redo_question(state);
  if (has_asked && next("Save as JSON")) state.events.emplace_back(QuestionsSaved{film.id});
  ImGui::SetCursorScreenPos(place);
  ImGui::Dummy({0, question_button_height});
}

}  // namespace

void draw_asked_list(State& state, const Ui& ui, const Film& film) {
  const Questions& questions = film.questions;
  if (!questions.asked.empty() || !questions.undone.empty()) {
    gap(section_gap);
    line_with_value(ui.fonts.strong, "Asked of this film", ui.palette.text,
                    std::to_string(questions.asked.size()), ui.palette.text_faint);
    gap(2);
    const std::vector<Asked> asked = questions.asked;  // a row may remove its question
    for (auto at = asked.rbegin(); at != asked.rend(); ++at) draw_row(state, ui, film, *at);
    gap(6);
    draw_buttons(state, ui, film);
  }
  gap(section_gap);
  paragraph(ui.fonts.small, ui.palette.text_faint, question_caveat);
}

}  // namespace chestlens::viewer
