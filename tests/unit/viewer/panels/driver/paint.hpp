#pragma once

#include <chestlens/overlay.hpp>

#include <imgui.h>

#include <map>

namespace chestlens::viewer {

/// A frame's triangles as pixels, as a GPU draws them, on every machine the same: to be looked at
/// and compared. `textures` are by their names; name 0 is the font's.
RgbaImage paint(const ImDrawData& data, const std::map<unsigned, RgbaImage>& textures);

}  // namespace chestlens::viewer
