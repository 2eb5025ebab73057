#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// What lies in a folder.
struct FolderEntry {
  std::string name;
  bool is_folder = false;  // or a link to one
  bool is_file = false;    // likewise
  bool is_link = false;
};

/// By name, of a folder on disk or within an archive (files/stored.hpp); hidden ones only where
/// they are asked for. Errors: io, those of Archive.
Result<std::vector<FolderEntry>> entries_of(const std::filesystem::path& folder, bool with_hidden);

/// Whether it is a folder, a ZIP archive, or a folder within one.
bool is_stored_folder(const std::filesystem::path& path);

/// The folder that all of an archive lies in, as where it is a repository's; else the path itself.
std::filesystem::path sole_folder(const std::filesystem::path& archive);

}  // namespace chestlens
