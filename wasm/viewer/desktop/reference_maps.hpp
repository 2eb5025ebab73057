#pragma once

#include <chestlens/error.hpp>

#include <nlohmann/json_fwd.hpp>
#include <viewer/state.hpp>

namespace chestlens::viewer {

/// Shows `json`'s reference_maps: [{model, file}], the file a bundle's map.bin, and of each of its
/// films its `places`, one per map, as `chestlens embed --json` prints them. Errors: io, those of
/// parse_map, not_found, invalid_argument.
Status show_reference_maps(State& state, const nlohmann::json& json);

}  // namespace chestlens::viewer
