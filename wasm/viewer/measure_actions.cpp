#include <viewer/measure_actions.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

constexpr double key_step_share = 0.01;    // of the film's shorter side, where it is not zoomed
constexpr double key_length_share = 0.25;  // of a measure that keys lay

void tell(State& state, const Film& film) {
  state.events.emplace_back(MeasuresChanged{film.id});
}

Point on_film(const Film& film, Point at) {
  return {std::clamp(at.x, 0.0, static_cast<double>(film.width_pixels)),
          std::clamp(at.y, 0.0, static_cast<double>(film.height_pixels))};
}

double shorter_side(const Film& film) {
  return std::min(film.width_pixels, film.height_pixels);
}

Point& point_of(Film& film, const MeasurePoint& held) {
  return film.measures[held.measure].points[held.point];
}

/// Lays a level line across the middle of what is seen, or an angle upon it.
void lay_by_keys(State& state, Film& film) {
  const Point& center = film.view.center;
  const double half = key_length_share * shorter_side(film) / std::max(1.0, film.view.zoom) / 2.0;
  const double x = center.x * film.width_pixels, y = center.y * film.height_pixels;
  const Measure length{{on_film(film, {x - half, y}), on_film(film, {x + half, y})}};
  film.measures.push_back(state.measure.tool == MeasureTool::angle ? angle_from(length) : length);
  state.measure.held = MeasurePoint{film.measures.size() - 1, 0};
  tell(state, film);
}

/// The next point of the measure that is held; after its last none.
void hold_next(State& state, const Film& film) {
  MeasurePoint& held = *state.measure.held;
  if (++held.point == film.measures[held.measure].points.size()) state.measure.held.reset();
}

void move_by_keys(State& state, Film& film, double right, double down) {
  const double step = key_step_share * shorter_side(film) / std::max(1.0, film.view.zoom);
  const Point& at = point_of(film, *state.measure.held);
  move_measuring(state, film, {at.x + right * step, at.y + down * step});
  tell(state, film);
}

}  // namespace

void choose_measure_tool(State& state, MeasureTool tool) {
  state.measure = {.tool = tool};
}

void begin_measuring(State& state, Film& film, Point at, double reach) {
  MeasureView& view = state.measure;
  view.held = point_near(film.measures, at, reach);
  view.is_new = !view.held;
  if (view.held) return;
  film.measures.push_back(begin_measure(on_film(film, at)));
  view.held = MeasurePoint{film.measures.size() - 1, 1};
}

void move_measuring(State& state, Film& film, Point at) {
  if (state.measure.held) point_of(film, *state.measure.held) = on_film(film, at);
}

void end_measuring(State& state, Film& film, double least) {
  MeasureView& view = state.measure;
  if (!view.held) return;
  if (view.is_new) {
    Measure& laid = film.measures.back();
    if (pixels_of(laid) < least) {
      film.measures.pop_back();
    } else if (view.tool == MeasureTool::angle) {
      laid = angle_from(laid);
      laid.points[2] = on_film(film, laid.points[2]);
    }
  }
  view = {.tool = view.tool};
  tell(state, film);
}

void drop_measuring(State& state) {
  Film* film = selected_film(state);
  if (film != nullptr && state.measure.is_new) film->measures.pop_back();
  state.measure = {.tool = state.measure.tool};
}

void remove_last_measure(State& state, Film& film) {
  if (film.measures.empty()) return;
  film.measures.pop_back();
  state.measure.held.reset();
  tell(state, film);
}

bool apply_to_measures(State& state, Action action) {
  MeasureView& view = state.measure;
  Film* film = selected_film(state);
  if (film == nullptr || film->image.pixels.empty() || view.tool == MeasureTool::none) return false;
  if (action == Action::toggle_lasso) {
    if (view.held) {
      hold_next(state, *film);
    } else {
      lay_by_keys(state, *film);
    }
    return true;
  }
  if (!view.held) return false;
  switch (action) {
    case Action::up:
      move_by_keys(state, *film, 0, -1);
      return true;
    case Action::down:
      move_by_keys(state, *film, 0, 1);
      return true;
    case Action::left:
      move_by_keys(state, *film, -1, 0);
      return true;
    case Action::right:
      move_by_keys(state, *film, 1, 0);
      return true;
    case Action::close_help:
      view.held.reset();
      return true;
    default:
      return false;
  }
}

}  // namespace chestlens::viewer
