#include "cli/predict_films.hpp"

#include "cli/film_list.hpp"
#include "cli/film_patterns.hpp"
#include "files/dicomdir.hpp"
#include "files/folder.hpp"
#include "files/stored.hpp"

#include <chestlens/decode.hpp>

#include <fmt/format.h>

#include <cstddef>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr int lines_looked_into = 1024;

/// A path that was given, with the files below it where it is a folder: an archive, or the disc
/// that a DICOMDIR lists, is one.
struct NamedPath {
  fs::path path;
  bool is_folder = false;
  std::vector<std::string> files = {};         // relative to the folder
  std::optional<Error> problem = {};           // why it cannot be looked into
  std::map<std::string, Error> problems = {};  // likewise of folders among the files

  std::int64_t films() const { return is_folder ? std::ssize(files) : 1; }
};

/// A folder below that cannot be read has a row that says so, and ends nothing.
Status add_files(const fs::path& name, NamedPath& named) {
  const auto entries =
      entries_of(name.empty() ? named.path : named.path / name, /*with_hidden=*/false);
  if (!entries && name.empty()) return tl::unexpected(entries.error());
  if (!entries) {
    named.files.push_back(name);
    named.problems.emplace(name, entries.error());
    return {};
  }
  for (const FolderEntry& entry : *entries) {
    if (entry.is_folder && !entry.is_link) CHESTLENS_CHECK(add_files(name / entry.name, named));
    if (entry.is_file) named.files.push_back(name / entry.name);
  }
  return {};
}

Result<NamedPath> named_path(const fs::path& path) {
  NamedPath named{path};
  if (is_dicomdir(path)) {
    CHESTLENS_TRY(named.files, files_of_dicomdir(path));
    return NamedPath{path.parent_path(), true, std::move(named.files)};
  }
  std::error_code ignored;
  const bool is_on_disk = fs::is_directory(path, ignored);
  named.is_folder = is_on_disk || is_stored_folder(path);
  if (!named.is_folder) return named;
  if (is_on_disk) {
    CHESTLENS_CHECK(add_files("", named));
  } else {
    CHESTLENS_TRY(named.files, files_in_archive(path));
  }
  if (!named.files.empty()) return named;
  return fail(ErrorCode::not_found, fmt::format("holds no {} file", film_formats), path.string());
}

NamedPath listed_path(const fs::path& path) {
  auto named = named_path(path);
  if (named) return *std::move(named);
  return {.path = path, .problem = std::move(named).error()};
}

/// Gives out the films of paths and of a list, which is read as far as it is asked for.
struct Films {
  std::deque<NamedPath> named;
  std::size_t at = 0;  // in the first one's files
  std::optional<FilmList> list;

  Result<std::optional<FilmToPredict>> next(const std::function<bool()>& stopped);
  FilmToPredict take();
};

FilmToPredict Films::take() {
  const NamedPath& first = named.front();
  FilmToPredict film{first.path, first.path.filename(), {}, first.problem};
  if (first.is_folder) {
    const std::string& file = first.files[at];
    film = {first.path / file, file, first.path, {}};
    if (const auto problem = first.problems.find(file); problem != first.problems.end()) {
      film.problem = problem->second;
    }
  }
  if (static_cast<std::int64_t>(++at) >= first.films()) {
    named.pop_front();
    at = 0;
  }
  return film;
}

Result<std::optional<FilmToPredict>> Films::next(const std::function<bool()>& stopped) {
  if (named.empty() && list) {
    CHESTLENS_TRY(const auto line, list->next(stopped));
    if (line) named.push_back(listed_path(*line));
  }
  if (named.empty()) return std::nullopt;
  return take();
}

/// A list with a folder has more films than lines: how many is not known. Beyond the first lines it
/// matters little, since so many films keep every thread busy.
Status look_for_folders(Films& films, std::int64_t& count) {
  for (int line = 0; line < lines_looked_into; ++line) {
    CHESTLENS_TRY(const auto path, films.list->next([] { return false; }));
    if (!path) return {};
    films.named.push_back(listed_path(*path));
    if (!films.named.back().is_folder) continue;
    count = 0;
    return {};
  }
  return {};
}

}  // namespace

Result<FilmsToPredict> films_to_predict(const std::vector<fs::path>& named,
                                        const std::string& list) {
  const auto films = std::make_shared<Films>();
  FilmsToPredict result;
  for (const fs::path& pattern : named) {
    CHESTLENS_TRY(const auto paths, expand_pattern(pattern));
    for (const std::string& path : paths) {
      CHESTLENS_TRY(auto one, named_path(path));
      result.count += one.films();
      films->named.push_back(std::move(one));
    }
  }
  if (!list.empty()) {
    CHESTLENS_TRY(auto opened, FilmList::open(list));
    films->list.emplace(std::move(opened));
    CHESTLENS_TRY(const auto listed, films->list->count());
    result.count = listed == 0 ? 0 : result.count + listed;
  }
  if (result.count > 0 && films->list) CHESTLENS_CHECK(look_for_folders(*films, result.count));
  result.next = [films](const std::function<bool()>& stopped) { return films->next(stopped); };
  return result;
}

bool is_passed_over(const FilmToPredict& film) {
  if (film.folder.empty() || film.problem) return false;
  if (is_dicomdir(film.path)) return true;
  const auto magic = read_stored_head(film.path, sniffed_bytes);
  return magic && sniff_format(*magic) == ImageFormat::unknown;
}

Result<std::vector<FilmToPredict>> all_films(FilmSource& next,
                                             const std::function<bool()>& stopped) {
  std::vector<FilmToPredict> films;
  while (true) {
    CHESTLENS_TRY(auto film, next(stopped));
    if (!film) return films;
    films.push_back(*std::move(film));
  }
}

FilmSource source_of(std::vector<FilmToPredict> films) {
  const auto kept = std::make_shared<std::vector<FilmToPredict>>(std::move(films));
  return [kept, at = std::size_t{0}](
             const auto& /*stopped*/) mutable -> Result<std::optional<FilmToPredict>> {
    if (at == kept->size()) return std::nullopt;
    return std::move((*kept)[at++]);
  };
}

}  // namespace chestlens
