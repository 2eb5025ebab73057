#include <viewer/ask.hpp>
#include <viewer/format.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/panels/question_parts.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <algorithm>
#include <array>

namespace chestlens::viewer {
namespace {

void draw_without_answer(State& state, const Ui& ui, const Film& film) {
  if (!film.prediction) {
    return paragraph(ui.fonts.body, ui.palette.text_quiet, "There is no answer to question yet.");
  }
  paragraph(ui.fonts.body, ui.palette.text_quiet,
            "The film is unlike those of training, and its answer is not shown. A question is "
            "about an answer.");
  gap(8);
  if (button(ui, "Show the answer anyway", false, {0, question_button_height})) {
    (void)show_answer(state, film.id);
  }
}

}  // namespace

void question_heading(const Ui& ui, const char* text) {
  gap(10);
  line(ui.fonts.small, ui.palette.text_faint, text);
  gap(2);
}

std::optional<int> button_grid(const Ui& ui, const char* id, std::span<const char* const> labels,
                               int columns, int chosen) {
  constexpr float space = 6.0F;
  constexpr float height = question_button_height;
  const ImVec2 place = ImGui::GetCursorScreenPos();
  const float available = ImGui::GetContentRegionAvail().x;
  float widest = 0.0F;
  for (const char* label : labels) {
    widest = std::max(widest, text_extent(ui.fonts.small, label).x + 12);
  }
  const auto width_of = [&](int count) {
    return (available - space * static_cast<float>(count - 1)) / static_cast<float>(count);
  };
  const auto count = static_cast<int>(labels.size());
  while (columns > 1 && width_of(columns) < widest) --columns;
  const int rows = (count + columns - 1) / columns;
  columns = (count + rows - 1) / rows;  // no row of one where two rows of two will do
  const float width = width_of(columns);
  std::optional<int> pressed;
  ImGui::PushID(id);
  for (int i = 0; i < count; ++i) {
    const auto column = static_cast<float>(i % columns), row = static_cast<float>(i / columns);
    ImGui::SetCursorScreenPos(
        {place.x + column * (width + space), place.y + row * (height + space)});
    if (button(ui, labels[static_cast<std::size_t>(i)], i == chosen, {width, height})) {
      pressed = i;
    }
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(place);
  ImGui::Dummy({available, static_cast<float>(rows) * (height + space) - space});
  return pressed;
}

void draw_question(State& state, const Ui& ui, const Film& film) {
  if (!answer_is_shown(film)) return draw_without_answer(state, ui, film);
  QuestionView& view = state.question;
  constexpr std::array ways{"Cover a part", "Change the film"};
  if (const auto way = segments(ui, "ways", ways, view.is_of_changes ? 1 : 0)) {
    view.is_of_changes = *way == 1;
  }
  if (view.is_of_changes) {
    draw_changes(state, ui, film);
  } else {
    draw_covers(state, ui, film);
  }
  if (!film.questions.refused.empty()) {
    gap(8);
    paragraph(ui.fonts.small, ui.palette.caution, sentence(film.questions.refused));
  }
  if (const Asked* shown = shown_question(film.questions)) {
    gap(12);
    draw_comparison(state, ui, film, *shown);
  }
  draw_asked_list(state, ui, film);
}

}  // namespace chestlens::viewer
