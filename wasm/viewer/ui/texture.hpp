#pragma once

#include <chestlens/contour.hpp>
#include <chestlens/image.hpp>
#include <chestlens/overlay.hpp>

#include <imgui.h>
#include <viewer/shown_image.hpp>
#include <viewer/state.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace chestlens::viewer {

/// An RGBA texture with mipmaps, bilinear, which opengl/texture.cpp uploads. Wants a current OpenGL
/// context, also to be destroyed.
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

/// A film as it was last drawn.
struct ShownTexture {
  Texture texture;
  ShownKey key;
};

/// Lines of a map as they were last found, of each level those for and those against.
struct ShownLines {
  std::uint64_t revision = 0;
  int class_index = -1;
  float unit = 0.0F;
  MapSides sides = MapSides::in_favor;
  std::vector<std::vector<Contour>> in_favor;  // by contour_levels
  std::vector<std::vector<Contour>> against;
};

struct Textures {
  ShownTexture film;
  std::map<MapMethod, ShownTexture> tiles;                  // of the grid
  std::map<int, ShownTexture> compared;                     // by the tile of the part Compare
  std::map<int, ShownLines> compared_lines;                 // the same
  std::map<std::optional<MapMethod>, ShownLines> lines;     // none: of the prediction's heat-map
  std::optional<std::pair<std::uint64_t, ShownPart>> part;  // by the film's revision
  std::map<int, Thumbnail> thumbnails;                      // by the film's id
  Texture dot;
};

/// The selected film as it is to be drawn now; renders and uploads only where ShownKey changed and
/// writes the milliseconds that took to state.overlay_ms. Empty where rendering failed.
const Texture& film_texture(State& state, Textures& textures, const Film& film);

/// The same by a method, from the film's smaller copy.
const Texture& tile_texture(State& state, Textures& textures, const Film& film, MapMethod method);

/// Finds the lines of a map again where `lines` are those of another one.
void find_lines(ShownLines& lines, const ShownMap& shown);

/// The lines of a map that is drawn.
const ShownLines& map_lines(Textures& textures, std::optional<MapMethod> method,
                            const ShownMap& shown);

/// The part of the film that the network saw, in pixels of `film.image`.
const ShownPart& film_part(Textures& textures, const Film& film, FitMode fit);

/// A small picture of a decoded film under its first window.
const Texture& thumbnail_texture(Textures& textures, const Film& film);

/// A white disc (ui/dots.hpp).
const Texture& dot_texture(Textures& textures);

/// Forgets the thumbnails of films that are gone.
void drop_unused(Textures& textures, const State& state);

}  // namespace chestlens::viewer
