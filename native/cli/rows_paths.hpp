#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>

namespace chestlens {

// The files of one `predict --out FILE`.

inline std::filesystem::path beside(const std::filesystem::path& file, const std::string& ending) {
  return file.string() + ending;
}
inline std::filesystem::path made_file(const std::filesystem::path& file) {
  return beside(file, ".json");
}
inline std::filesystem::path partial_file(const std::filesystem::path& file) {
  return beside(file, ".partial");
}
inline std::filesystem::path partial_made_file(const std::filesystem::path& file) {
  return beside(file, ".partial.json");
}

/// Whether the file is JSON that agrees with `made`. Errors: invalid_argument, naming what differs;
/// those of read_text.
Status check_made_of(const std::filesystem::path& path, const std::string& made);

}  // namespace chestlens
