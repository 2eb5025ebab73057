#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace chestlens {

/// A name in UTF-8: one that is not is read as Windows-1252, in which every byte is a character.
std::string utf8_name(std::string_view name);

/// A path with each of its names so.
std::filesystem::path utf8_path(const std::filesystem::path& path);

/// What is there under a path, or under one of which it is the utf8_path; else the path itself.
std::filesystem::path path_on_disk(const std::filesystem::path& path);

}  // namespace chestlens
