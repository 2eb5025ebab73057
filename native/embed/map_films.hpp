#pragma once

#include "bundle/bundle.hpp"
#include "data/manifest.hpp"

#include <chestlens/map.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// What is known of the films of a map, in the manifest's order.
struct MapFilms {
  std::vector<std::string> classes;
  std::vector<std::string> sources;  // by name; "not stated" for none
  std::vector<std::string> files;    // as the manifest has them
  std::vector<std::filesystem::path> paths;
  std::vector<int> class_of;
  std::vector<int> source_of;
  std::vector<int> patient_of;
  bool patients_known = true;

  std::size_t count() const { return files.size(); }
};

MapFilms map_films(const Manifest& manifest);

/// The side of each film for a bundle that says which films it saw: a film that it never saw is
/// test, another film of a patient is what that patient's is. For others, the manifest's. `sha256`
/// are the digests of the manifest's films, empty where the bundle does not say.
std::vector<MapSplit> sides_for(const Bundle& bundle, const Manifest& manifest,
                                std::span<const std::string> sha256);

}  // namespace chestlens
