#pragma once

#include "curation/import.hpp"
#include "curation/manifest_table.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace chestlens {

/// Number of films of each class; "no class" counts those that name none.
std::map<std::string, int> films_by_class(const ManifestTable& table);

/// That films count as patients of their own, and the way out; "" where every patient is known.
std::string unknown_patients(const std::vector<ImportedFilm>& films);

/// That films' names are not UTF-8, and how the manifest lists them; "" where all are.
std::string other_names(const std::vector<ImportedFilm>& films);

/// Classes of films that were found or listed, before these are verified.
std::set<std::string> classes_of(const std::vector<Import>& imports);

/// Whether a film is left of each of `classes`, and read of each folder that names one. Errors:
/// not_found, naming the class and why.
Status check_no_class_vanished(const std::set<std::string>& classes,
                               const std::vector<Import>& imports);

/// Whether the list of problems may be written: no other file is in its place. Errors:
/// invalid_argument, io.
Status check_problem_list(const std::filesystem::path& path);

/// Writes the problems as CSV of film and reason; where there are none, removes the list of an
/// earlier import. Errors: io, those of check_problem_list.
Status write_problems(const std::filesystem::path& path,
                      const std::vector<ImportProblem>& problems);

}  // namespace chestlens
