#pragma once

#include <chestlens/color_map.hpp>
#include <chestlens/error.hpp>
#include <chestlens/explain.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// A call of `chestlens explain` on films.
struct ExplainCall {
  std::vector<std::filesystem::path> films;
  std::optional<int> frame = {};               // of DICOM films that have several, from 1
  std::filesystem::path cases;                 // instead of films, a folder of manifest.csv
  int each = 2;                                // films of a class and a case
  std::vector<std::filesystem::path> bundles;  // or, where it is empty,
  std::filesystem::path models;                // a folder with catalog.json, and in it
  std::string model;                           // empty: the default
  std::vector<std::string> methods;            // empty: hirescam and gradcam; "all"
  std::vector<std::string> classes;            // empty: all; "predicted"
  std::string scale = "own";
  std::string colors{color_map_info(default_color_map).name};
  bool against = false;  // what speaks against a class is drawn too
  OcclusionOptions occlusion;
  std::filesystem::path out;  // empty: figures are printed, nothing is written
  bool replace = false;
  int threads = 1;
};

/// Of films, and of a manifest's cases. Errors: those of the films, the bundles and the folder;
/// interrupted.
Status run_explain(const ExplainCall& call, const std::function<bool()>& stopped);
Status run_explain_cases(const ExplainCall& call, const std::function<bool()>& stopped);

}  // namespace chestlens
