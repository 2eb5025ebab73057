#pragma once

#include "curation/import.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// The rows of a manifest.csv as text, whatever columns it has.
struct ManifestTable {
  std::vector<std::string> columns;
  std::vector<std::map<std::string, std::string, std::less<>>> rows;
};

/// Errors: as Table::read.
Result<ManifestTable> read_manifest_table(const std::filesystem::path& folder);

/// Replaces folder/manifest.csv whole or not at all. Errors: io.
Status write_manifest_table(const std::filesystem::path& folder, const ManifestTable& table);

/// Adds the films that the table does not list yet and returns how many those were; columns are
/// added as they are needed. `file` is the utf8_path (io/other_names.hpp), relative to `folder` for
/// films below it, else absolute.
int add_films(ManifestTable& table, const std::filesystem::path& folder,
              const std::vector<ImportedFilm>& films);

/// Patients with films on both sides of the test or the validation split.
std::vector<std::string> patients_on_both_sides(const ManifestTable& table);

/// Moves every film of such a patient to one side, "train", "validation" or "test"; returns the
/// films moved.
int resolve_patients(ManifestTable& table, std::string_view side);

}  // namespace chestlens
