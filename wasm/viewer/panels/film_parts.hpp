#pragma once

#include <chestlens/explain.hpp>

#include <viewer/state.hpp>
#include <viewer/ui/ui.hpp>
#include <viewer/ui/widgets.hpp>
#include <viewer/view.hpp>

#include <optional>
#include <string>

namespace chestlens::viewer {

// What is drawn over films, in the panel of one film and in its tiles side by side.

inline FilmSize size_of(const Film& film) {
  return {film.width_pixels, film.height_pixels};
}

/// Film pixels on the screen.
struct PixelsOnScreen {
  Area place;
  double scale = 1.0;

  ImVec2 operator()(double x, double y) const {
    return {static_cast<float>(place.x + x * scale), static_cast<float>(place.y + y * scale)};
  }
  ImVec2 operator()(const Point& at) const { return (*this)(at.x, at.y); }
  float length(double pixels) const { return static_cast<float>(pixels * scale); }
};

/// Of a film that fits `place`.
inline PixelsOnScreen pixels_on_screen(const Film& film, const Area& place) {
  const FilmSize size = size_of(film);
  return {placement(film.view, size, place), display_scale(film.view, size, place)};
}

/// Wheel zooms, drag moves, right drag windows, double click fits: of the last item, in which the
/// film fits `place`.
void handle_film_mouse(Film& film, const Area& place);

/// From one label over a film to the one below it.
inline constexpr float label_height = 25.0F;

/// Whether the film's name stands over it, for which the toolbar has no room then.
bool is_narrow(const Area& area);

/// Where labels over a film in this area begin, and where they end: within what is seen of it.
ImVec2 first_label(const Film& film, const Area& area);
ImVec2 last_label(const Film& film, const Area& area);

/// Text on a shade, to be read over any film.
void draw_label(const Ui& ui, ImVec2 place, ImVec2 extent, const std::string& text);

/// The lines of the shown map, where lines are wanted, on a film that is drawn at `place`.
void draw_map_lines(const State& state, Ui& ui, const Film& film, std::optional<MapMethod> method,
                    const Area& place);

/// Lines of a map that are found already.
void draw_lines(const State& state, Ui& ui, const Film& film, const ShownMap& shown,
                const ShownLines& lines, const Area& place);

/// In the place of a map that is not drawn: why, how far it is, or what making it takes.
void draw_map_state(State& state, const Ui& ui, const Film& film, MapMethod method,
                    const Area& area);

/// The film once by each of them, in step.
void draw_film_grid(State& state, Ui& ui, Film& film, const Area& area);

/// The film once by each model, or beside its prior, in step.
void draw_compared_tiles(State& state, Ui& ui, Film& film, const Area& area);

}  // namespace chestlens::viewer
