// The part of Texture that a program brings: here the recorder keeps the pixels.
#include "recorder.hpp"

#include <viewer/ui/texture.hpp>

namespace chestlens::viewer {

Texture::~Texture() {
  if (name_ != 0) current_recorder().textures.erase(name_);
}

void Texture::upload(const RgbaImage& image) {
  Recorder& recorder = current_recorder();
  if (name_ == 0) name_ = ++recorder.last_texture;
  recorder.textures[name_] = image;
  width_pixels_ = image.width_pixels;
  height_pixels_ = image.height_pixels;
}

}  // namespace chestlens::viewer
