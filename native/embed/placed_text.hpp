#pragma once

#include "embed/map_study.hpp"

#include <chestlens/map.hpp>

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>

namespace chestlens {

/// Films on a map for people: of each its place, how far away its nearest films are compared with
/// usual, and these with class and source; `files` names them where they are known.
std::string placed_text(const ReferenceMap& map, std::span<const PlacedFilm> films,
                        std::span<const std::string> files = {});

/// The same for programs.
nlohmann::ordered_json placed_json(const ReferenceMap& map, std::span<const PlacedFilm> films);

/// Films on the maps that bundles hold, for programs.
std::string placed_to_json(std::span<const ModelMap> models);

}  // namespace chestlens
