#pragma once

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// Whether a path has the name of a disc's table of contents (PS3.10, 8.6) and a file is there.
bool is_dicomdir(const std::filesystem::path& path);

/// The images that a DICOMDIR lists, as paths from its folder. Names that differ from those there
/// in the case of letters alone, as discs are often copied, are found too. Errors: those of
/// read_stored; not_found where it lists none.
Result<std::vector<std::string>> files_of_dicomdir(const std::filesystem::path& dicomdir);

}  // namespace chestlens
