#include "paint.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace chestlens::viewer {
namespace {

using Channels = std::array<float, 4>;  // 0 to 1

/// Pixels of the picture: left and top inside, right and bottom outside.
struct PixelBox {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;
};

/// A corner in 256ths of a pixel, in which edges are exact.
struct Corner {
  std::int64_t x = 0;
  std::int64_t y = 0;
  ImVec2 uv;
  Channels color{};
};

Channels channels_of(ImU32 color) {
  const ImVec4 wide = ImGui::ColorConvertU32ToFloat4(color);
  return {wide.x, wide.y, wide.z, wide.w};
}

Channels texel(const RgbaImage& image, int x, int y) {
  x = std::clamp(x, 0, image.width_pixels - 1);
  y = std::clamp(y, 0, image.height_pixels - 1);
  const std::size_t at = 4 * (area_pixels(image.width_pixels, y) + static_cast<std::size_t>(x));
  Channels color;
  for (std::size_t c = 0; c < 4; ++c) {
    color[c] = static_cast<float>(image.pixels[at + c]) / 255.0F;
  }
  return color;
}

Channels bilinear(const RgbaImage& image, ImVec2 uv) {
  const float x = uv.x * static_cast<float>(image.width_pixels) - 0.5F;
  const float y = uv.y * static_cast<float>(image.height_pixels) - 0.5F;
  const int left = static_cast<int>(std::floor(x)), top = static_cast<int>(std::floor(y));
  const float across = x - static_cast<float>(left), down = y - static_cast<float>(top);
  Channels mean{};
  for (const int row : {0, 1}) {
    for (const int column : {0, 1}) {
      const float share = (column == 1 ? across : 1 - across) * (row == 1 ? down : 1 - down);
      const Channels color = texel(image, left + column, top + row);
      for (std::size_t c = 0; c < 4; ++c) mean[c] += share * color[c];
    }
  }
  return mean;
}

/// The mean over a pixel that covers `footprint` of the texture, as mipmaps give it.
Channels sample(const RgbaImage& image, ImVec2 uv, ImVec2 footprint) {
  const float texels = std::max(footprint.x * static_cast<float>(image.width_pixels),
                                footprint.y * static_cast<float>(image.height_pixels));
  const int steps = std::clamp(static_cast<int>(std::lround(texels)), 1, 16);
  if (steps == 1) return bilinear(image, uv);
  Channels mean{};
  for (int row = 0; row < steps; ++row) {
    for (int column = 0; column < steps; ++column) {
      const auto place = [steps](int step) {
        return (static_cast<float>(step) + 0.5F) / static_cast<float>(steps) - 0.5F;
      };
      const Channels color =
          bilinear(image, {uv.x + footprint.x * place(column), uv.y + footprint.y * place(row)});
      for (std::size_t c = 0; c < 4; ++c) mean[c] += color[c] / static_cast<float>(steps * steps);
    }
  }
  return mean;
}

void blend(RgbaImage& picture, int x, int y, const Channels& color) {
  const std::size_t at = 4 * (area_pixels(picture.width_pixels, y) + static_cast<std::size_t>(x));
  for (std::size_t c = 0; c < 3; ++c) {
    std::uint8_t& level = picture.pixels[at + c];
    const float was = static_cast<float>(level) / 255.0F;
    level = static_cast<std::uint8_t>(
        std::lround(255.0F * (color[c] * color[3] + was * (1.0F - color[3]))));
  }
}

/// Twice the area of the triangle of an edge and a point: positive where the point is inside.
std::int64_t side_of(const Corner& from, const Corner& to, std::int64_t x, std::int64_t y) {
  return (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
}

/// Of two triangles with a common edge one has the pixels on it.
bool has_edge(const Corner& from, const Corner& to) {
  return to.y < from.y || (to.y == from.y && to.x > from.x);
}

void fill_triangle(RgbaImage& picture, const PixelBox& clip, std::array<Corner, 3> corners,
                   const RgbaImage& texture) {
  std::int64_t area = side_of(corners[0], corners[1], corners[2].x, corners[2].y);
  if (area == 0) return;
  if (area < 0) {
    std::swap(corners[1], corners[2]);
    area = -area;
  }
  const auto& [a, b, c] = corners;
  const auto pixel_of = [](std::int64_t place) { return static_cast<int>(place >> 8); };
  const int left = std::max(clip.left, pixel_of(std::min({a.x, b.x, c.x})));
  const int right = std::min(clip.right, pixel_of(std::max({a.x, b.x, c.x})) + 1);
  const int top = std::max(clip.top, pixel_of(std::min({a.y, b.y, c.y})));
  const int bottom = std::min(clip.bottom, pixel_of(std::max({a.y, b.y, c.y})) + 1);

  const auto whole = static_cast<float>(area);
  const auto share_of = [&](std::int64_t x, std::int64_t y) {
    return std::array{static_cast<float>(side_of(b, c, x, y)) / whole,
                      static_cast<float>(side_of(c, a, x, y)) / whole,
                      static_cast<float>(side_of(a, b, x, y)) / whole};
  };
  const auto uv_at = [&](std::int64_t x, std::int64_t y) {
    const auto share = share_of(x, y);
    return ImVec2{share[0] * a.uv.x + share[1] * b.uv.x + share[2] * c.uv.x,
                  share[0] * a.uv.y + share[1] * b.uv.y + share[2] * c.uv.y};
  };
  const ImVec2 origin = uv_at(0, 0), across = uv_at(256, 0), down = uv_at(0, 256);
  const ImVec2 footprint = {std::hypot(across.x - origin.x, down.x - origin.x),
                            std::hypot(across.y - origin.y, down.y - origin.y)};
  const bool is_plain = footprint.x == 0.0F && footprint.y == 0.0F;  // a shape without a picture
  const Channels plain = bilinear(texture, a.uv);
  const std::array edges{has_edge(b, c), has_edge(c, a), has_edge(a, b)};
  for (int row = top; row < bottom; ++row) {
    for (int column = left; column < right; ++column) {
      const std::int64_t x = 256 * std::int64_t{column} + 128, y = 256 * std::int64_t{row} + 128;
      const std::array sides{side_of(b, c, x, y), side_of(c, a, x, y), side_of(a, b, x, y)};
      bool is_inside = true;
      for (std::size_t i = 0; i < 3; ++i) {
        is_inside = is_inside && (sides[i] > 0 || (sides[i] == 0 && edges[i]));
      }
      if (!is_inside) continue;
      const auto share = share_of(x, y);
      Channels color = is_plain ? plain : sample(texture, uv_at(x, y), footprint);
      for (std::size_t channel = 0; channel < 4; ++channel) {
        color[channel] *=
            share[0] * a.color[channel] + share[1] * b.color[channel] + share[2] * c.color[channel];
      }
      blend(picture, column, row, color);
    }
  }
}

/// White where the font's letters and shapes are.
RgbaImage font_texture() {
  unsigned char* alpha = nullptr;
  RgbaImage image;
  ImGui::GetIO().Fonts->GetTexDataAsAlpha8(&alpha, &image.width_pixels, &image.height_pixels);
  const std::size_t count = area_pixels(image.width_pixels, image.height_pixels);
  image.pixels.assign(4 * count, 255);
  for (std::size_t i = 0; i < count; ++i) image.pixels[4 * i + 3] = alpha[i];
  return image;
}

}  // namespace

RgbaImage paint(const ImDrawData& data, const std::map<unsigned, RgbaImage>& textures) {
  const ImVec2 scale = data.FramebufferScale;
  RgbaImage picture{static_cast<int>(data.DisplaySize.x * scale.x),
                    static_cast<int>(data.DisplaySize.y * scale.y),
                    {}};
  picture.pixels.assign(4 * area_pixels(picture.width_pixels, picture.height_pixels), 0);
  for (std::size_t at = 3; at < picture.pixels.size(); at += 4) picture.pixels[at] = 255;
  const RgbaImage letters = font_texture();
  const auto corner_of = [&](const ImDrawVert& vertex) {
    return Corner{std::llround(256.0 * double{vertex.pos.x} * double{scale.x}),
                  std::llround(256.0 * double{vertex.pos.y} * double{scale.y}), vertex.uv,
                  channels_of(vertex.col)};
  };
  for (const ImDrawList* list : data.CmdLists) {
    for (const ImDrawCmd& command : list->CmdBuffer) {
      const ImVec4& box = command.ClipRect;
      const PixelBox clip = {std::max(0, static_cast<int>(box.x * scale.x)),
                             std::max(0, static_cast<int>(box.y * scale.y)),
                             std::min(picture.width_pixels, static_cast<int>(box.z * scale.x)),
                             std::min(picture.height_pixels, static_cast<int>(box.w * scale.y))};
      const auto name = static_cast<unsigned>(reinterpret_cast<std::uintptr_t>(command.GetTexID()));
      const RgbaImage& texture = name == 0 ? letters : textures.at(name);
      for (unsigned i = 0; i + 2 < command.ElemCount; i += 3) {
        std::array<Corner, 3> corners;
        for (unsigned corner = 0; corner < 3; ++corner) {
          const auto index = list->IdxBuffer[static_cast<int>(command.IdxOffset + i + corner)];
          corners[corner] = corner_of(list->VtxBuffer[static_cast<int>(command.VtxOffset + index)]);
        }
        fill_triangle(picture, clip, corners, texture);
      }
    }
  }
  return picture;
}

}  // namespace chestlens::viewer
