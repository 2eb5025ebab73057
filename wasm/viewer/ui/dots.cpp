#include <viewer/ui/dots.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace chestlens::viewer {
namespace {

constexpr int disc_side = 64;
constexpr float disc_margin = 2.0F;  // of nothing, into which the edge fades
constexpr ImU32 rim = IM_COL32(8, 9, 11, 200);

}  // namespace

RgbaImage dot_image() {
  RgbaImage image{disc_side, disc_side, {}};
  constexpr float middle = (disc_side - 1) / 2.0F;
  constexpr float edge = disc_side / 2.0F - disc_margin;
  for (int y = 0; y < disc_side; ++y) {
    for (int x = 0; x < disc_side; ++x) {
      const float distance =
          std::hypot(static_cast<float>(x) - middle, static_cast<float>(y) - middle);
      const float cover = std::clamp(edge + 0.5F - distance, 0.0F, 1.0F);
      image.pixels.insert(image.pixels.end(),
                          {255, 255, 255, static_cast<std::uint8_t>(std::lround(255.0F * cover))});
    }
  }
  return image;
}

void draw_dots(ImDrawList& draw, ImTextureID disc, std::span<const Dot> dots, float radius) {
  if (dots.empty()) return;
  const float reach = radius * disc_side / (disc_side - 2.0F * disc_margin);
  const auto count = static_cast<int>(dots.size());
  draw.PushTextureID(disc);
  draw.PrimReserve(6 * count, 4 * count);
  for (const auto& [place, color] : dots) {
    draw.PrimRectUV({place.x - reach, place.y - reach}, {place.x + reach, place.y + reach}, {0, 0},
                    {1, 1}, color);
  }
  draw.PopTextureID();
}

void draw_swatch(ImDrawList& draw, ImVec2 place, float radius, ImU32 color, ImU32 edge) {
  draw.AddCircleFilled(place, radius, color);
  draw.AddCircle(place, radius, edge);
}

void draw_ring(ImDrawList& draw, ImVec2 place, float radius, ImU32 color, float thickness) {
  draw.AddCircle(place, radius, rim, 0, thickness + 3.0F);
  draw.AddCircle(place, radius, color, 0, thickness);
}

void draw_arrow_head(ImDrawList& draw, ImVec2 from, ImVec2 place, float away, ImU32 color) {
  constexpr float tall = 9.0F;
  constexpr float half_wide = 5.5F;
  const float length = std::hypot(place.x - from.x, place.y - from.y);
  if (!(length > 0.0F)) return;
  const ImVec2 way = {(place.x - from.x) / length, (place.y - from.y) / length};
  const ImVec2 foot = {place.x + away * way.x, place.y + away * way.y};
  const ImVec2 tip = {foot.x + tall * way.x, foot.y + tall * way.y};
  const ImVec2 left = {foot.x - half_wide * way.y, foot.y + half_wide * way.x};
  const ImVec2 right = {foot.x + half_wide * way.y, foot.y - half_wide * way.x};
  draw.AddTriangle(tip, left, right, rim, 3.0F);
  draw.AddTriangleFilled(tip, left, right, color);
}

void draw_dashed_line(ImDrawList& draw, ImVec2 from, ImVec2 to, ImU32 color, float thickness) {
  constexpr float dash = 6.0F;
  constexpr float period = 11.0F;
  const float length = std::hypot(to.x - from.x, to.y - from.y);
  if (!(length > 0.0F)) return;
  const ImVec2 way = {(to.x - from.x) / length, (to.y - from.y) / length};
  for (float at = 0.0F; at < length; at += period) {
    const float end = std::min(at + dash, length);
    draw.AddLine({from.x + at * way.x, from.y + at * way.y},
                 {from.x + end * way.x, from.y + end * way.y}, color, thickness);
  }
}

}  // namespace chestlens::viewer
