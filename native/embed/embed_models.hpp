#pragma once

#include "embed/make_map.hpp"
#include "embed/map_study.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <vector>

namespace chestlens {

/// What is mapped by which bundles.
struct EmbedCall {
  std::vector<std::filesystem::path> bundles;
  std::vector<std::filesystem::path> new_films;  // to be placed; none of them is of the map
  std::optional<int> frame = {};                 // of new DICOM films that have several, from 1
  MapOptions options = {};
  std::size_t nearest = 10;  // films shown for each new one
  std::filesystem::path data = {};
  std::filesystem::path cache_folder = {};  // for the films' digests; empty: none
  bool external = false;  // the films never were to train: their manifest may lack what that needs
};

/// Maps of the films of `data` by every bundle, all of the same classes, with new films placed on
/// them. Errors: those of read_bundle, load_manifest, film_features and make_map; mismatch for
/// other classes, invalid_argument for two bundles of one name.
Result<MapStudy> embed_models(const EmbedCall& call, const Reporter& reporter = {},
                              const std::function<bool()>& stopped = {});

/// New films on the maps that the bundles hold; the maps' figures are not known. Errors: those of
/// read_bundle and read_map; not_found for a bundle without a map.
Result<std::vector<ModelMap>> place_films(const EmbedCall& call, const Reporter& reporter = {},
                                          const std::function<bool()>& stopped = {});

}  // namespace chestlens
