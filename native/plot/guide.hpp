#pragma once

#include "plot/svg.hpp"

#include <span>
#include <string_view>

namespace chestlens {

/// A thin grey line to compare with, its name, if it has one, along its beginning: below it where
/// it rises, where curves that beat chance do not go, else above it.
void draw_guide(Svg& svg, std::span<const Point> points, std::string_view name);

}  // namespace chestlens
