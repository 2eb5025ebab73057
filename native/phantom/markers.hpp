#pragma once

#include "phantom/canvas.hpp"

#include <string>

namespace chestlens::phantom {

/// What is burnt into films of every class alike: a side marker, now and then a note ("AP ERECT"),
/// and black shutters where the beam was narrowed. `film` is 0..1.
void burn_in_markers(Plane& film, Random& random);

/// Burns a text with a dark outline into one of the four corners, sized to at most 45 % of the
/// width and 10 % of the height; `opacity` 1 hides what is below it.
void burn_in_shortcut(Plane& film, const std::string& text, Random& random, double opacity = 1.0);

}  // namespace chestlens::phantom
