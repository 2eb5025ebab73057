#pragma once

#include <chestlens/image.hpp>

#include <imgui.h>

#include <span>

namespace chestlens::viewer {

/// A white disc on nothing, which dots are drawn with.
RgbaImage dot_image();

struct Dot {
  ImVec2 place;
  ImU32 color = 0;
};

/// Discs one upon the other, each two triangles of the texture: all are one call to the GPU.
void draw_dots(ImDrawList& draw, ImTextureID disc, std::span<const Dot> dots, float radius);

/// A disc with an edge, by which a light color is seen on a light panel.
void draw_swatch(ImDrawList& draw, ImVec2 place, float radius, ImU32 color, ImU32 edge);

/// A ring with a dark rim, to be seen upon any dots.
void draw_ring(ImDrawList& draw, ImVec2 place, float radius, ImU32 color, float thickness);

/// A triangle that points away from `from`, `away` pixels beyond a place on that way.
void draw_arrow_head(ImDrawList& draw, ImVec2 from, ImVec2 place, float away, ImU32 color);

void draw_dashed_line(ImDrawList& draw, ImVec2 from, ImVec2 to, ImU32 color, float thickness);

}  // namespace chestlens::viewer
