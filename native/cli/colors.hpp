#pragma once

#include <chestlens/color_map.hpp>

#include <string>
#include <vector>

namespace chestlens {

inline constexpr const char* colors_help =
    "Colors of heat-maps; the lightness of all but turbo rises throughout, so that who is\n"
    "color-blind sees their order too";

/// The names that --colors takes.
std::vector<std::string> color_names();

}  // namespace chestlens
