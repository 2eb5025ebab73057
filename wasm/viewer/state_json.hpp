#pragma once

#include <viewer/state.hpp>

#include <string>

namespace chestlens::viewer {

/// The state as the page and the tests read it: {selected, films: [{id, name, state,
/// predicted_class, predicted_index, message}], shown_class, heatmap_visible, opacity, low_level,
/// high_level, invert, zoom, center, overlay_ms, map: {films, member, ...}, ...}; null where there
/// is nothing to say.
std::string state_json(const State& state);

}  // namespace chestlens::viewer
