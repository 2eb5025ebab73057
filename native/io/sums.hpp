#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string_view>

namespace chestlens {

/// A list of a folder's files, as `sha256sum -c` reads it, by which their writer knows them again.
inline constexpr const char* sums_file = "SHA256SUMS";

/// Writes `folder`/SHA256SUMS over all files below it; `writer` is the command, e.g.
/// "chestlens phantom". Errors: io.
Status write_sums(const std::filesystem::path& folder, std::string_view writer);

/// Good where `writer` wrote every file below `folder` and none has changed since; `kept` may be
/// there beside them, whatever it holds. Otherwise an error that says what is in the way, e.g.
/// "holds 3 other files".
Status check_sums(const std::filesystem::path& folder, std::string_view writer,
                  std::string_view kept = {});

}  // namespace chestlens
