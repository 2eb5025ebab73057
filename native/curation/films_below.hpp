#pragma once

#include "curation/import.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace chestlens {

/// What lies below a folder or in a ZIP archive, sorted; hidden files and folders are passed over,
/// and so are archives that lie there.
struct FilmsBelow {
  std::vector<std::filesystem::path> films;    // by the name's extension, else by the content
  std::vector<std::filesystem::path> masks;    // of films that are there
  std::vector<std::filesystem::path> others;   // files that are no films
  std::vector<std::filesystem::path> skipped;  // folders that may not be read
};

/// Files in a folder named for masks, and FILM_mask beside FILM, are masks. Errors: not_found; io
/// where the folder itself cannot be read.
Result<FilmsBelow> films_below(const std::filesystem::path& folder);

/// Counts what is left out of an import, by reason, and names the folders that were skipped and the
/// archives within an archive.
void tell_left_out(const FilmsBelow& below, Import& import);

/// Films by their files' names, for tables that name no folders, those in the folder's ZIP archives
/// last; looked for once it is asked.
class FilmsByName {
 public:
  explicit FilmsByName(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Where the film lies, one whose path has a folder of the name `near` before others; empty
  /// where none is there.
  std::filesystem::path find(const std::string& file, const std::string& near = {});

 private:
  void add(const std::vector<std::filesystem::path>& films);

  std::filesystem::path folder_;
  bool is_read_ = false;
  std::unordered_multimap<std::string, std::filesystem::path> films_;
};

}  // namespace chestlens
