#pragma once

#include <chestlens/color_map.hpp>

#include <imgui.h>
#include <viewer/ui/ui.hpp>

#include <optional>
#include <span>
#include <string>

namespace chestlens::viewer {

// Widgets in the flow that offer one of several things. Each returns what was pressed.

/// Labels in equal parts side by side over the available width, the chosen one raised.
std::optional<int> segments(const Ui& ui, const char* id, std::span<const char* const> labels,
                            int chosen);

/// Labels as small buttons on as many lines as they take.
std::optional<int> chips(const Ui& ui, const char* id, std::span<const std::string> labels,
                         int chosen);

/// The colors of a map from left to right.
void color_strip(ColorMap map, ImVec2 place, ImVec2 size);

}  // namespace chestlens::viewer
