#include <viewer/ask.hpp>
#include <viewer/cover_drawing.hpp>
#include <viewer/cover_pen.hpp>

#include <algorithm>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr double step_share = 0.02;  // of the film's shorter side, where it is not zoomed

/// On the film; where there is none yet, in the middle of what is seen.
Pen& pen_on(QuestionView& view, const Film& film) {
  if (!view.pen || view.pen->film_id != film.id) {
    const Point& center = film.view.center;
    view.drawing.reset();
    view.pen = Pen{film.id, {center.x * film.width_pixels, center.y * film.height_pixels}};
  }
  return *view.pen;
}

void move_pen(QuestionView& view, const Film& film, double right, double down) {
  Pen& pen = pen_on(view, film);
  const double step =
      step_share * std::min(film.width_pixels, film.height_pixels) / std::max(1.0, film.view.zoom);
  pen.at.x = std::clamp(pen.at.x + right * step, 0.0, double(film.width_pixels));
  pen.at.y = std::clamp(pen.at.y + down * step, 0.0, double(film.height_pixels));
  if (pen.is_down && view.drawing) extend_area(*view.drawing, view.drawing_begin, pen.at);
}

void put_or_lift(State& state, const Film& film) {
  QuestionView& view = state.question;
  Pen& pen = pen_on(view, film);
  pen.is_down = !pen.is_down;
  if (pen.is_down) {
    const FilmSize size = {film.width_pixels, film.height_pixels};
    view.drawing = begin_area(view.tool, pen.at, size, view.brush_share);
    view.drawing_begin = pen.at;
    return;
  }
  const auto drawn = std::exchange(view.drawing, std::nullopt);
  if (drawn && is_drawn(*drawn)) ask_or_say(state, CoverQuestion{*drawn, view.fill});
}

}  // namespace

void choose_tool(QuestionView& view, CoverTool tool) {
  if (view.tool == tool) return;
  view.tool = tool;
  view.drawing.reset();
  view.pen.reset();
}

bool apply_to_pen(State& state, Action action) {
  QuestionView& view = state.question;
  const Film* film = selected_film(state);
  if (film == nullptr || !answer_is_shown(*film) || view.is_of_changes ||
      view.tool == CoverTool::move) {
    return false;
  }
  switch (action) {
    case Action::up:
      move_pen(view, *film, 0, -1);
      return true;
    case Action::down:
      move_pen(view, *film, 0, 1);
      return true;
    case Action::left:
      move_pen(view, *film, -1, 0);
      return true;
    case Action::right:
      move_pen(view, *film, 1, 0);
      return true;
    case Action::toggle_lasso:
      put_or_lift(state, *film);
      return true;
    case Action::close_help:
      if (state.help_visible || !view.pen) return false;
      view.drawing.reset();
      view.pen.reset();
      return true;
    default:
      return false;
  }
}

}  // namespace chestlens::viewer
