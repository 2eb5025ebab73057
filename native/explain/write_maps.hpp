#pragma once

#include "explain/panel.hpp"
#include "io/output.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {

/// What `chestlens explain --out` writes.
struct MapsFolder {
  std::string title;
  std::string lead;                   // what the page is of, in a sentence or two
  std::vector<std::string> meanings;  // of the methods, a sentence each
  std::vector<std::pair<std::string, Panel>> panels = {};  // by the name of the PNG without ".png"
  std::vector<std::pair<std::string, std::string>> files = {};  // other files: name and text
};

/// Whether the folder may be written, asked before the work. Errors: invalid_argument, io.
Status check_maps_folder(const std::filesystem::path& folder, const OutputRule& rule);

/// index.html, which needs nothing beside it and has no script; a PNG of each panel; the other
/// files; SHA256SUMS, by which the folder is known again. Errors: those of check_maps_folder, io.
Status write_maps(const std::filesystem::path& folder, const MapsFolder& maps,
                  const OutputRule& rule);

}  // namespace chestlens
