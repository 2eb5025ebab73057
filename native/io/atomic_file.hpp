#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Replaces `path` whole or not at all, by a TemporaryFile (io/temporary.hpp). Missing parent
/// folders are made. Errors: io, naming the path and the system's reason.
Status write_file_atomic(const std::filesystem::path& path, std::span<const std::byte> bytes);
Status write_file_atomic(const std::filesystem::path& path, std::string_view text);

/// Errors: not_found, io, too_large (over max_bytes).
Result<std::vector<std::byte>> read_file(const std::filesystem::path& path,
                                         std::size_t max_bytes = std::size_t{1} << 31);
Result<std::string> read_text(const std::filesystem::path& path,
                              std::size_t max_bytes = std::size_t{1} << 28);

/// At most the first max_bytes of a file. Errors: not_found, io.
Result<std::vector<std::byte>> read_head(const std::filesystem::path& path, std::size_t max_bytes);

/// As read_text. A file that the user must give or make is not_found as "is not there; WAY_OUT".
Result<std::string> read_required_text(const std::filesystem::path& path, std::string_view way_out);

}  // namespace chestlens
