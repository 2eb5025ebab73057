#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/map_words.hpp>

#include <viewer/state.hpp>

#include <cstdint>
#include <optional>

namespace chestlens::viewer {

/// A map over a film, and how it is drawn.
struct ShownMap {
  const FloatImage* map = nullptr;  // null: nothing is drawn
  int class_index = -1;
  std::uint64_t revision = 0;  // changes with the map
  float unit = 1.0F;           // the value in the strongest color
  ColorMap colors = default_color_map;
  MapSides sides = MapSides::in_favor;
};

/// The method whose map is drawn where one is: that of the part Explain while it is open; none: the
/// prediction's own heat-map.
std::optional<MapMethod> shown_method(const State& state);

/// What is drawn over a film, in colors or as lines: nothing where heat-maps are off, the answer
/// waits, or the map is not made or has no evidence.
ShownMap shown_map(const State& state, const Film& film, std::optional<MapMethod> method);

/// All that the drawn film depends on: it is drawn again only when this changes.
struct ShownKey {
  std::uint64_t revision = 0;
  double low_level = 0.0;
  double high_level = 0.0;
  bool invert = false;
  int class_index = -1;  // -1: no heat-map
  double opacity = 0.0;
  bool preview = false;                  // from the film's smaller copy
  int question = 0;                      // the film as this one wants it; 0: as it is
  std::optional<MapMethod> method = {};  // none: the prediction's own heat-map
  int member = 0;                        // by which the maps are
  std::uint64_t maps_revision = 0;
  float unit = 1.0F;
  ColorMap colors = default_color_map;
  MapSides sides = MapSides::in_favor;

  bool operator==(const ShownKey&) const = default;
};

/// The key of a film under the state's settings, at full resolution; by a method, or that of
/// shown_method().
ShownKey shown_key(const State& state, const Film& film, std::optional<MapMethod> method);
ShownKey shown_key(const State& state, const Film& film);

/// The key to draw next: `current` again where nothing changed, the preview (where the film has
/// one) while a control is dragged, else the full image.
ShownKey next_key(const ShownKey& current, const ShownKey& wanted, bool dragging, const Film& film);

/// The film as `key` says. Errors: those of render_overlay; invalid_argument for a class that the
/// film's prediction does not have.
Result<RgbaImage> render_shown(const Film& film, const ShownKey& key, FitMode fit);

}  // namespace chestlens::viewer
