#pragma once

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// A film to predict.
struct FilmToPredict {
  std::filesystem::path path;
  std::filesystem::path name;  // relative: its own, or its path below the folder that was given
  // That folder, archive or disc, whose other files are no films; empty: none.
  std::filesystem::path folder;
  std::optional<Error> problem;  // why it cannot be looked for
};

/// Films one after the other, nothing at their end; `stopped` ends the wait for a list's next line.
/// Errors: io.
using FilmSource =
    std::function<Result<std::optional<FilmToPredict>>(const std::function<bool()>& stopped)>;

struct FilmsToPredict {
  FilmSource next;
  std::int64_t count = 0;  // with a folder's other files; 0 where a list is still being written
};

/// Films by their paths: files, patterns (cli/film_patterns.hpp), and folders and ZIP archives, of
/// which all files at any depth are taken in the order of their names, hidden ones left out; of a
/// DICOMDIR those that it lists; then those of a list (cli/film_list.hpp; empty: none), as it is
/// read. Errors: not_found where there is none, io.
Result<FilmsToPredict> films_to_predict(const std::vector<std::filesystem::path>& named,
                                        const std::string& list);

/// Whether a file of a folder is there and is no film by its content, or is a DICOMDIR.
bool is_passed_over(const FilmToPredict& film);

/// All films of a source, those so far once it is stopped, and a source of these. Errors: those of
/// the source.
Result<std::vector<FilmToPredict>> all_films(FilmSource& next,
                                             const std::function<bool()>& stopped);
FilmSource source_of(std::vector<FilmToPredict> films);

}  // namespace chestlens
