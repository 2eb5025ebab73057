#include <viewer/compare.hpp>
#include <viewer/panels/compare_parts.hpp>
#include <viewer/panels/panels.hpp>
#include <viewer/ui/choices.hpp>
#include <viewer/ui/widgets.hpp>

#include <array>

namespace chestlens::viewer {
namespace {

void draw_without_answer(State& state, const Ui& ui, const Film& film) {
  if (!film.prediction) {
    return paragraph(ui.fonts.body, ui.palette.text_quiet, "There is no answer to compare yet.");
  }
  paragraph(ui.fonts.body, ui.palette.text_quiet,
            "The film is unlike those of training, and its answer is not shown.");
  gap(8);
  if (button(ui, "Show the answer anyway", false, {0, 30})) {
    (void)show_answer(state, film.id);
  }
}

}  // namespace

void compare_heading(const Ui& ui, const char* text) {
  gap(12);
  line(ui.fonts.small, ui.palette.text_faint, text);
  gap(2);
}

void draw_compare(State& state, const Ui& ui, const Film& film) {
  constexpr std::array ways{"Models", "Two films"};
  const bool is_of_films = state.compare.way == CompareWay::films;
  if (const auto way = segments(ui, "ways", ways, is_of_films ? 1 : 0)) {
    show_way(state, *way == 1 ? CompareWay::films : CompareWay::models);
  }
  gap(10);
  if (!answer_is_shown(film)) {
    if (!is_of_films) return draw_without_answer(state, ui, film);
  } else if (const auto pressed = chips(ui, "classes", state.model.classes, *shown_class(film))) {
    state.heatmap_visible = true;
    (void)show_class(state, *pressed);
  }
  if (is_of_films) {
    draw_compared_films(state, ui, film);
  } else {
    draw_compared_models(state, ui, film);
  }
}

}  // namespace chestlens::viewer
