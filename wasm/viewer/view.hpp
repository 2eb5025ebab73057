#pragma once

namespace chestlens::viewer {

/// Screen positions and sizes are in CSS pixels.
struct Point {
  double x = 0.0;
  double y = 0.0;
};

struct Area {
  double x = 0.0;
  double y = 0.0;
  double width = 0.0;
  double height = 0.0;
};

bool contains(const Area& area, Point point);

/// The part of a film that is seen, whatever the size of the area it is shown in.
struct View {
  double zoom = 1.0;          // 1 fits the film to the area
  Point center = {0.5, 0.5};  // the point in the area's middle, in shares of the film's sides
};

inline constexpr double min_zoom = 0.25;
inline constexpr double max_zoom = 40.0;
inline constexpr double zoom_step = 1.25;  // of a key or a button

struct FilmSize {
  int width_pixels = 0;
  int height_pixels = 0;
};

/// Screen pixels per film pixel; 0 for an empty film or area.
double display_scale(const View& view, FilmSize film, const Area& area);

/// The whole film's place on the screen; parts of it may be outside `area`.
Area placement(const View& view, FilmSize film, const Area& area);

/// Film pixel under a point of the screen; outside the film where the point is.
Point film_position(const View& view, FilmSize film, const Area& area, Point screen);

/// Zooms by a factor and keeps the film's point under the cursor in place. The zoom stays within
/// its limits, the view's centre on the film.
View zoom_at(const View& view, FilmSize film, const Area& area, Point cursor, double factor);

/// Moves the film by screen pixels; its edge stops at the area's middle.
View pan(const View& view, FilmSize film, const Area& area, Point delta);

}  // namespace chestlens::viewer
