#include <viewer/ui/dots.hpp>
#include <viewer/ui/texture.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

namespace chestlens::viewer {
namespace {

constexpr ImageLimits thumbnail_limits = {112, 112 * 112};

double milliseconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

/// Renders and uploads the film where `key` is another than it was last drawn by; true where it
/// did.
bool draw_again(State& state, ShownTexture& shown, const Film& film, const ShownKey& key) {
  if (key == shown.key) return false;
  shown.key = key;
  const Result<RgbaImage> image = render_shown(film, key, state.model.fit);
  if (image) {
    shown.texture.upload(*image);
    return true;
  }
  shown.texture = {};
  state.status_text = to_string(image.error());
  state.status_kind = StatusKind::error;
  return false;
}

}  // namespace

Texture::Texture(Texture&& other) noexcept {
  *this = std::move(other);
}

Texture& Texture::operator=(Texture&& other) noexcept {
  std::swap(name_, other.name_);
  std::swap(width_pixels_, other.width_pixels_);
  std::swap(height_pixels_, other.height_pixels_);
  return *this;
}

ImTextureID Texture::id() const {
  return reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(name_));
}

const Texture& film_texture(State& state, Textures& textures, const Film& film) {
  ShownTexture& shown = textures.film;
  const ShownKey key = next_key(shown.key, shown_key(state, film), ImGui::IsAnyItemActive(), film);
  const auto start = std::chrono::steady_clock::now();
  if (draw_again(state, shown, film, key)) state.overlay_ms = milliseconds_since(start);
  return shown.texture;
}

const Texture& tile_texture(State& state, Textures& textures, const Film& film, MapMethod method) {
  ShownTexture& shown = textures.tiles[method];
  ShownKey key = shown_key(state, film, method);
  key.preview = !film.preview.pixels.empty();
  (void)draw_again(state, shown, film, key);
  return shown.texture;
}

void find_lines(ShownLines& lines, const ShownMap& shown) {
  if (lines.revision == shown.revision && lines.class_index == shown.class_index &&
      lines.unit == shown.unit && lines.sides == shown.sides) {
    return;
  }
  lines = {shown.revision, shown.class_index, shown.unit, shown.sides, {}, {}};
  const FloatImage heat = as_heat(*shown.map, shown.unit, shown.sides);
  FloatImage opposite = heat;
  for (float& value : opposite.pixels) value = -value;
  for (const float level : contour_levels) {
    lines.in_favor.push_back(contours(heat, level));
    if (shown.sides == MapSides::both) lines.against.push_back(contours(opposite, level));
  }
}

const ShownLines& map_lines(Textures& textures, std::optional<MapMethod> method,
                            const ShownMap& shown) {
  ShownLines& lines = textures.lines[method];
  find_lines(lines, shown);
  return lines;
}

const ShownPart& film_part(Textures& textures, const Film& film, FitMode fit) {
  if (!textures.part || textures.part->first != film.revision) {
    textures.part = {film.revision, shown_part(film.image, fit)};
  }
  return textures.part->second;
}

const Texture& thumbnail_texture(Textures& textures, const Film& film) {
  Thumbnail& thumbnail = textures.thumbnails[film.id];
  if (thumbnail.revision != film.revision && !film.image.pixels.empty()) {
    const GreyImage& image = film.preview.pixels.empty() ? film.image : film.preview;
    const int factor = reduction_factor(image.width_pixels, image.height_pixels, thumbnail_limits);
    thumbnail.texture.upload(render_film(reduce(image, factor), film.initial_window));
    thumbnail.revision = film.revision;
  }
  return thumbnail.texture;
}

const Texture& dot_texture(Textures& textures) {
  if (textures.dot.empty()) textures.dot.upload(dot_image());
  return textures.dot;
}

void drop_unused(Textures& textures, const State& state) {
  std::erase_if(textures.thumbnails,
                [&](const auto& entry) { return find_film(state, entry.first) == nullptr; });
}

}  // namespace chestlens::viewer
