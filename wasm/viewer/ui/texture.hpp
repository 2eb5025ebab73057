#pragma once

#include <chestlens/image.hpp>

#include <imgui.h>
#include <viewer/shown_image.hpp>
#include <viewer/state.hpp>

#include <cstdint>
#include <map>

namespace chestlens::viewer {

/// An RGBA texture with mipmaps, bilinear. Wants a current OpenGL context, also to be destroyed.
class Texture {
 public:
  Texture() = default;
  ~Texture();
  Texture(Texture&& other) noexcept;
  Texture& operator=(Texture&& other) noexcept;
  Texture(const Texture&) = delete;
  Texture& operator=(const Texture&) = delete;

  void upload(const RgbaImage& image);
  bool empty() const { return name_ == 0; }
  int width_pixels() const { return width_pixels_; }
  int height_pixels() const { return height_pixels_; }
  ImTextureID id() const;

 private:
  unsigned name_ = 0;
  int width_pixels_ = 0;
  int height_pixels_ = 0;
};

struct Thumbnail {
  std::uint64_t revision = 0;
  Texture texture;
};

struct Textures {
  Texture film;
  ShownKey film_key;
  std::map<int, Thumbnail> thumbnails;  // by the film's id
};

/// The GPU's limit for a texture's side.
int max_texture_side();

/// The selected film as it is to be drawn now; renders and uploads only where ShownKey changed and
/// writes the milliseconds that took to state.overlay_ms. Empty where rendering failed.
const Texture& film_texture(State& state, Textures& textures, const Film& film);

/// A small picture of a decoded film under its first window.
const Texture& thumbnail_texture(Textures& textures, const Film& film);

/// Forgets the thumbnails of films that are gone.
void drop_unused(Textures& textures, const State& state);

}  // namespace chestlens::viewer
