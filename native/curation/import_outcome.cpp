#include "curation/import_outcome.hpp"

#include "curation/patient_names.hpp"
#include "data/csv.hpp"
#include "io/atomic_file.hpp"
#include "io/output.hpp"
#include "io/text.hpp"
#include "io/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <system_error>

namespace chestlens {
namespace {

const std::vector<std::string> problem_columns = {"film", "reason"};

}  // namespace

std::map<std::string, int> films_by_class(const ManifestTable& table) {
  std::map<std::string, int> counts;
  for (const auto& row : table.rows) {
    const auto found = row.find("class");
    ++counts[found == row.end() || found->second.empty() ? "no class" : found->second];
  }
  return counts;
}

std::string unknown_patients(const std::vector<ImportedFilm>& films) {
  std::vector<std::filesystem::path> files;
  for (const ImportedFilm& film : films) {
    if (!film.patient_known) files.push_back(film.path);
  }
  if (files.empty()) return {};
  const std::string same = films_of_one_stem(files);
  const std::string advice =
      same.empty() ? "--patient-pattern finds the patient in the names, where they tell it"
                   : fmt::format("{} look like one patient's, which --patient-pattern '{}' finds",
                                 same, numbered_film_pattern);
  return fmt::format(
      "patients are not known: each of {} films counts as a patient of its own, and films of one "
      "patient may train a model and measure it; {}",
      files.size(), advice);
}

std::string other_names(const std::vector<ImportedFilm>& films) {
  const auto count = std::ranges::count_if(films, [](const ImportedFilm& film) {
    return first_not_utf8(film.path.string()) != std::string::npos;
  });
  if (count == 0) return {};
  return counted(static_cast<std::uint64_t>(count), "film") +
         ": names that are not UTF-8 are listed as Windows-1252 reads them, and found by that";
}

std::set<std::string> classes_of(const std::vector<Import>& imports) {
  std::set<std::string> classes;
  for (const Import& import : imports) {
    for (const ImportedFilm& film : import.films) classes.insert(film.class_name);
  }
  classes.erase("");
  return classes;
}

Status check_no_class_vanished(const std::set<std::string>& classes,
                               const std::vector<Import>& imports) {
  const std::set<std::string> left = classes_of(imports);
  if (left.empty()) return {};  // which is told otherwise
  for (const std::string& name : classes) {
    if (left.contains(name)) continue;
    return fail(ErrorCode::not_found,
                "no film of the class " + name +
                    " could be used, so that it would vanish; mend its films, or leave the class "
                    "out by --map FINDING=");
  }
  for (const Import& import : imports) {
    for (const auto& [name, files] : import.unread) {
      if (left.contains(name)) continue;
      return fail(ErrorCode::not_found,
                  fmt::format("of {} none is read, such as {}, so that the class would vanish; "
                              "save them as PNG, or leave the class out by --map {}=",
                              counted(files.size(), "file"), files.front().string(), name),
                  name);
    }
  }
  return {};
}

Status check_problem_list(const std::filesystem::path& path) {
  CHESTLENS_CHECK(check_output_file(path, {.replace = true}));
  const auto text = read_text(path);
  if (!text && text.error().code == ErrorCode::not_found) return {};
  if (text && text->starts_with(csv_line(problem_columns))) return {};
  return fail(ErrorCode::invalid_argument,
              "is no list of problems of an import, which would take its place; move it away",
              path.string());
}

Status write_problems(const std::filesystem::path& path,
                      const std::vector<ImportProblem>& problems) {
  CHESTLENS_CHECK(check_problem_list(path));
  if (problems.empty()) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
    return {};
  }
  std::string text = csv_line(problem_columns);
  for (const auto& [film, reason] : problems) text += csv_line({film, reason});
  return write_file_atomic(path, text);
}

}  // namespace chestlens
