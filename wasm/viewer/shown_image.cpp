#include <viewer/explain.hpp>
#include <viewer/shown_image.hpp>

#include <algorithm>

namespace chestlens::viewer {
namespace {

/// The map that a key names; null where the film has none.
const FloatImage* map_of(const Film& film, const ShownKey& key) {
  const auto index = static_cast<std::size_t>(key.class_index);
  const auto of_class = [index](const std::vector<FloatImage>& maps) {
    return index < maps.size() ? &maps[index] : nullptr;
  };
  if (!key.method) return film.prediction ? of_class(film.prediction->heatmaps) : nullptr;
  for (const ExplainedMethod& maps : film.explained) {
    if (maps.member == key.member && maps.maps.method == *key.method) {
      return of_class(maps.maps.maps);
    }
  }
  return nullptr;
}

}  // namespace

std::optional<MapMethod> shown_method(const State& state) {
  return state.tab == Tab::explain ? std::optional(state.explain.method) : std::nullopt;
}

ShownMap shown_map(const State& state, const Film& film, std::optional<MapMethod> method) {
  const std::optional<int> class_index = shown_class(film);
  if (!state.heatmap_visible || !answer_is_shown(film) || !class_index) return {};
  const auto at = static_cast<std::size_t>(*class_index);
  const MapLook& look = state.explain.look;
  if (!method) {
    return {&film.prediction->heatmaps[at], *class_index, film.revision, 1.0F, look.colors};
  }
  const ExplainedMethod* maps = find_maps(state, film, *method);
  const MapSides sides = sides_of(*method, look);
  if (maps == nullptr || at >= maps->maps.maps.size() || !is_drawn(maps->maps.maps[at], sides)) {
    return {};
  }
  return {&maps->maps.maps[at],     *class_index,
          maps->revision,           unit_of(state, film, *method, *class_index),
          colors_of(*method, look), sides};
}

ShownKey shown_key(const State& state, const Film& film, std::optional<MapMethod> method) {
  ShownKey key;
  key.revision = film.revision;
  key.low_level = film.window.low_level;
  key.high_level = film.window.high_level;
  key.invert = state.invert;
  if (state.tab == Tab::question && film.questions.shown_number) {
    key.question = *film.questions.shown_number;
    return key;  // maps are of the film as it is
  }
  const ShownMap shown = shown_map(state, film, method);
  if (shown.map == nullptr || state.explain.has_lines || !(state.opacity > 0.0)) return key;
  key.class_index = shown.class_index;
  key.opacity = state.opacity;
  key.method = method;
  key.member = state.explain.member;
  key.maps_revision = shown.revision;
  key.unit = shown.unit;
  key.colors = shown.colors;
  key.sides = shown.sides;
  return key;
}

ShownKey shown_key(const State& state, const Film& film) {
  return shown_key(state, film, shown_method(state));
}

ShownKey next_key(const ShownKey& current, const ShownKey& wanted, bool dragging,
                  const Film& film) {
  if (current == wanted || !dragging || film.preview.pixels.empty()) return wanted;
  ShownKey preview = wanted;
  preview.preview = true;
  return preview;
}

Result<RgbaImage> render_shown(const Film& film, const ShownKey& key, FitMode fit) {
  const bool is_asked = key.question > 0 && key.question == film.questions.shown_number;
  const GreyImage& image = is_asked      ? film.questions.shown_image
                           : key.preview ? film.preview
                                         : film.image;
  const Window window = {key.low_level, key.high_level, key.invert};
  if (key.class_index < 0) return render_film(image, window);
  const FloatImage* map = map_of(film, key);
  if (map == nullptr) {
    return fail(ErrorCode::invalid_argument, "the film has no heat-map of this class", film.name);
  }
  const auto opacity = static_cast<float>(key.opacity);
  if (!key.method) return render_overlay(image, window, *map, opacity, fit, key.colors);
  return render_overlay(image, window, as_heat(*map, key.unit, key.sides), opacity, fit,
                        key.colors);
}

}  // namespace chestlens::viewer
