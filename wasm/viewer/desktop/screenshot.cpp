#include <chestlens/encode.hpp>

#include <viewer/desktop/screenshot.hpp>
#include <viewer/opengl/gl.hpp>

#include <algorithm>
#include <fstream>

namespace chestlens::viewer {
namespace {

RgbaImage read_framebuffer(int width_pixels, int height_pixels) {
  RgbaImage image{width_pixels, height_pixels, {}};
  const std::size_t row = area_pixels(width_pixels, 4);
  image.pixels.resize(row * static_cast<std::size_t>(height_pixels));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width_pixels, height_pixels, GL_RGBA, GL_UNSIGNED_BYTE, image.pixels.data());
  auto* const first = image.pixels.data();
  for (std::size_t top = 0, bottom = static_cast<std::size_t>(height_pixels) - 1; top < bottom;
       ++top, --bottom) {
    std::swap_ranges(first + top * row, first + (top + 1) * row, first + bottom * row);
  }
  for (std::size_t at = 3; at < image.pixels.size(); at += 4) image.pixels[at] = 255;
  return image;
}

}  // namespace

Status save_screenshot(int width_pixels, int height_pixels, const std::string& path) {
  CHESTLENS_TRY(const auto png, encode_png(read_framebuffer(width_pixels, height_pixels)));
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char*>(png.data()), static_cast<std::streamsize>(png.size()));
  file.close();
  if (!file) return fail(ErrorCode::io, "cannot write the screenshot", path);
  return {};
}

}  // namespace chestlens::viewer
