#pragma once

#include <string>
#include <string_view>

namespace chestlens {

/// A share in [0,1] as a color of one hue, from almost white to dark blue.
std::string shade(double share);

/// Black or white, whichever has the more contrast upon "#rrggbb": 4.5 to 1 at the least
/// (WCAG 2.1).
std::string_view text_on(std::string_view color);

/// WCAG 2.1's relative luminance of "#rrggbb", 0 for black to 1 for white.
double relative_luminance(std::string_view color);

}  // namespace chestlens
