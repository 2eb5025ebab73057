#pragma once

#include <chestlens/image.hpp>

#include <viewer/view.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chestlens::viewer {

// Lengths and angles that a reader lays on a film, in the film's own pixels.

/// Two points: a length. Three: the angle at the second.
struct Measure {
  std::vector<Point> points;
};

enum class MeasureTool : std::uint8_t { none, length, angle };

/// A point of a measure, which a hand or keys move.
struct MeasurePoint {
  std::size_t measure = 0;
  std::size_t point = 0;

  friend bool operator==(const MeasurePoint&, const MeasurePoint&) = default;
};

/// How films are measured.
struct MeasureView {
  MeasureTool tool = MeasureTool::none;
  std::optional<MeasurePoint> held = {};  // of the selected film
  bool is_new = false;                    // what is held is being laid
  bool is_by_hand = false;                // what is held is dragged
};

/// "132 px", "45.2 mm", "37°"; pixels that are no squares are measured in millimetres alone.
std::string words_of(const Measure& measure, const std::optional<PixelSpacing>& spacing);

/// The nearest point within `reach` pixels.
std::optional<MeasurePoint> point_near(const std::vector<Measure>& measures, Point at,
                                       double reach);

/// A length that begins and ends there.
Measure begin_measure(Point at);

/// The angle whose first arm a length is; the second arm is as long, an eighth of a turn further.
Measure angle_from(const Measure& length);

/// The distance of a length's ends.
double pixels_of(const Measure& measure);

}  // namespace chestlens::viewer
