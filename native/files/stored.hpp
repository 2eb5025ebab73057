#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

// A path may lead into a ZIP archive, "scans.zip/2024/film.png": the archive is a folder then. What
// lies in an archive is read from there, and never written to disk.

/// Errors: those of read_file (io/atomic_file.hpp) and of Archive, naming archive and entry.
Result<std::vector<std::byte>> read_stored(const std::filesystem::path& path);
Result<std::string> read_stored_text(const std::filesystem::path& path);

/// At most the first max_bytes. Errors: likewise.
Result<std::vector<std::byte>> read_stored_head(const std::filesystem::path& path,
                                                std::size_t max_bytes);

/// As read_stored_text. A file that the user must give or make is not_found as "is not there;
/// WAY_OUT".
Result<std::string> read_required_stored(const std::filesystem::path& path,
                                         std::string_view way_out);

/// Whether a file, or a link to one, is there.
bool is_stored(const std::filesystem::path& path);

/// Whether it is a file on disk that begins as a ZIP archive does.
bool is_archive(const std::filesystem::path& path);

/// The file on disk that holds it: the archive, or itself.
std::filesystem::path file_on_disk(const std::filesystem::path& path);

/// Names of the files at any depth of an archive or of a folder within one, relative to it, sorted;
/// hidden ones and those in hidden folders are left out. Errors: not_found; those of Archive.
Result<std::vector<std::string>> files_in_archive(const std::filesystem::path& folder);

}  // namespace chestlens
