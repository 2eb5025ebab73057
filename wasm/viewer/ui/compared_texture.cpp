#include <viewer/ui/compared_texture.hpp>

namespace chestlens::viewer {
namespace {

bool has_map(const State& state, const ComparedPicture& picture) {
  return state.heatmap_visible && picture.prediction != nullptr && state.opacity > 0.0;
}

const FloatImage& map_of(const ComparedPicture& picture) {
  return picture.prediction->heatmaps[static_cast<std::size_t>(picture.class_index)];
}

ShownKey key_of(const State& state, const ComparedPicture& picture) {
  ShownKey key;
  key.revision = picture.film->revision;
  key.low_level = picture.film->window.low_level;
  key.high_level = picture.film->window.high_level;
  key.invert = state.invert;
  if (!has_map(state, picture) || state.explain.has_lines) return key;
  key.class_index = picture.class_index;
  key.opacity = state.opacity;
  key.maps_revision = picture.revision;
  key.colors = state.explain.look.colors;
  return key;
}

Result<RgbaImage> render(const State& state, const ComparedPicture& picture, const ShownKey& key) {
  const Film& film = *picture.film;
  const GreyImage& image = film.preview.pixels.empty() ? film.image : film.preview;
  const Window window = {key.low_level, key.high_level, key.invert};
  if (key.class_index < 0) return render_film(image, window);
  return render_overlay(image, window, map_of(picture), static_cast<float>(key.opacity),
                        state.model.fit, key.colors);
}

}  // namespace

const Texture& compared_texture(const State& state, Textures& textures, int tile,
                                const ComparedPicture& picture) {
  ShownTexture& shown = textures.compared[tile];
  const ShownKey key = key_of(state, picture);
  if (key == shown.key) return shown.texture;
  shown.key = key;
  const Result<RgbaImage> image = render(state, picture, key);
  if (image) {
    shown.texture.upload(*image);
  } else {
    shown.texture = {};
  }
  return shown.texture;
}

std::optional<ShownMap> compared_lines(const State& state, const ComparedPicture& picture) {
  if (!has_map(state, picture) || !state.explain.has_lines) return std::nullopt;
  return ShownMap{&map_of(picture), picture.class_index, picture.revision, 1.0F,
                  state.explain.look.colors};
}

}  // namespace chestlens::viewer
