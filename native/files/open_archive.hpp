#pragma once

#include <chestlens/archive.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <optional>
#include <string>

namespace chestlens {

/// A path that leads into an archive.
struct Inside {
  std::filesystem::path archive;
  std::string name;  // of the file or folder within it; "" of the archive itself
};

/// Nothing for what lies on disk, an archive itself included, and for a path that leads nowhere.
std::optional<Inside> inside_archive(const std::filesystem::path& path);

/// The archive, which a thread keeps open until it asks for another one, or until the file changes:
/// to open it is to read its whole list of files. Errors: those of open_regular and Archive::open,
/// with the path.
Result<Archive> open_archive(const std::filesystem::path& path);

}  // namespace chestlens
