#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>

namespace chestlens {

/// A file of weights to begin with, and where it is from.
struct WeightsFile {
  std::filesystem::path path;
  std::string name;  // of public_weights(); else the file's
  std::string
      from;  // as it was told when it was added, its own note, or the address of the download
  std::string key = {};  // of the state dict that was asked for when it was added
};

/// What a .safetensors says of itself in its header, under "note"; "" where it says nothing.
std::string note_in(const std::filesystem::path& path);

/// What a recipe calls by a name of public_weights(), for which a file that was added goes before a
/// download, or by a path. Errors: not_found, saying how to get it; those of find_added_weights.
Result<WeightsFile> find_weights(const std::string& name_or_path);

}  // namespace chestlens
