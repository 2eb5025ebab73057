#pragma once

#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// A film to predict.
struct FilmToPredict {
  std::filesystem::path path;
  std::filesystem::path name;  // relative: its own, or its path below the folder that was given
};

/// Every film that is named; of a folder, what is a PNG, JPEG, BMP or TIFF by its content at any
/// depth, in the order of the names, hidden files left out, with a notice of what else is there.
/// Errors: not_found where there is no film, io.
Result<std::vector<FilmToPredict>> films_to_predict(const std::vector<std::filesystem::path>& named,
                                                    const Reporter& reporter);

/// The paths that a file lists, "-" for standard input: one a line, or ended by NUL, as
/// `find -print0` does. Errors: io, not_found.
Result<std::vector<std::filesystem::path>> listed_films(const std::string& list);

}  // namespace chestlens
