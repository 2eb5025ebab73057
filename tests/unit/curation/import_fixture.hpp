#pragma once

#include "curation/import.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace chestlens::test {

/// A folder as somebody may have downloaded it.
class ImportTest : public testing::Test {
 protected:
  void film(const std::string& path) { write_film(folder_ / path, small_film(16, 0, ++films_)); }
  void text(const std::string& path, const std::string& content) {
    must(write_file_atomic(folder_ / path, content));
  }
  Import import(const std::string& format, ImportOptions options = {}) {
    options.from = folder_.path();
    auto import = find_import_format(format)->read(options);
    if (!import) throw std::runtime_error(to_string(import.error()));
    import->keeps_lateral = options.lateral;
    verify_films(*import, 2);
    return *import;
  }
  std::string error_of(const std::string& format, ImportOptions options = {}) {
    options.from = folder_.path();
    const auto import = find_import_format(format)->read(options);
    return import ? "no error" : to_string(import.error());
  }
  ImportedFilm find(const Import& import, const std::string& file) {
    const auto found = std::ranges::find(import.films, folder_ / file, &ImportedFilm::path);
    if (found == import.films.end()) throw std::runtime_error(file + " was not imported");
    return *found;
  }

  TemporaryFolder folder_;
  std::uint64_t films_ = 0;
};

}  // namespace chestlens::test
