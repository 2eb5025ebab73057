#pragma once

#include <chestlens/question.hpp>

#include <viewer/questions.hpp>
#include <viewer/view.hpp>

#include <optional>

namespace chestlens::viewer {

// A part of a film that a hand draws, in the film's own pixels.

/// The area that begins at a point; nothing for the tool that moves. `brush_share` is the brush's
/// radius as a share of the film's shorter side.
std::optional<CoveredArea> begin_area(CoverTool tool, Point at, FilmSize film, double brush_share);

/// Goes on to a point: the box's other corner, or the brush's next place.
void extend_area(CoveredArea& area, Point begin, Point at);

/// Whether anything was drawn: a box has a width and a height.
bool is_drawn(const CoveredArea& area);

}  // namespace chestlens::viewer
