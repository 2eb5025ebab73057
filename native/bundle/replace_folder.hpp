#pragma once

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

/// Puts `source` in the place of `target` on the same file system, in one step where the system can
/// exchange two folders (Linux), then deletes the old folder. Errors: io.
Status replace_folder(const std::filesystem::path& source, const std::filesystem::path& target);

}  // namespace chestlens
