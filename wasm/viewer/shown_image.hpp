#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <viewer/state.hpp>

#include <cstdint>

namespace chestlens::viewer {

/// All that the drawn film depends on: it is drawn again only when this changes.
struct ShownKey {
  std::uint64_t revision = 0;
  double low_level = 0.0;
  double high_level = 0.0;
  bool invert = false;
  int class_index = -1;  // -1: no heat-map
  double opacity = 0.0;
  bool preview = false;  // from the film's smaller copy

  bool operator==(const ShownKey&) const = default;
};

/// The key of a film under the state's settings, at full resolution.
ShownKey shown_key(const State& state, const Film& film);

/// The key to draw next: `current` again where nothing changed, the preview (where the film has
/// one) while a control is dragged, else the full image.
ShownKey next_key(const ShownKey& current, const ShownKey& wanted, bool dragging, const Film& film);

/// The film as `key` says. Errors: those of render_overlay; invalid_argument for a class that the
/// film's prediction does not have.
Result<RgbaImage> render_shown(const Film& film, const ShownKey& key, FitMode fit);

}  // namespace chestlens::viewer
