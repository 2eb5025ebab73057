#include <viewer/shown_image.hpp>

namespace chestlens::viewer {

ShownKey shown_key(const State& state, const Film& film) {
  ShownKey key;
  key.revision = film.revision;
  key.low_level = film.window.low_level;
  key.high_level = film.window.high_level;
  key.invert = state.invert;
  const std::optional<int> class_index = shown_class(film);
  if (state.heatmap_visible && answer_is_shown(film) && class_index && state.opacity > 0.0) {
    key.class_index = *class_index;
    key.opacity = state.opacity;
  }
  return key;
}

ShownKey next_key(const ShownKey& current, const ShownKey& wanted, bool dragging,
                  const Film& film) {
  if (current == wanted || !dragging || film.preview.pixels.empty()) return wanted;
  ShownKey preview = wanted;
  preview.preview = true;
  return preview;
}

Result<RgbaImage> render_shown(const Film& film, const ShownKey& key, FitMode fit) {
  const GreyImage& image = key.preview ? film.preview : film.image;
  const Window window = {key.low_level, key.high_level, key.invert};
  if (key.class_index < 0) return render_film(image, window);
  const auto index = static_cast<std::size_t>(key.class_index);
  if (!film.prediction || index >= film.prediction->heatmaps.size()) {
    return fail(ErrorCode::invalid_argument, "the film has no heat-map of this class", film.name);
  }
  return render_overlay(image, window, film.prediction->heatmaps[index],
                        static_cast<float>(key.opacity), fit);
}

}  // namespace chestlens::viewer
