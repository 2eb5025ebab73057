#pragma once

#include "data/csv.hpp"
#include "data/manifest.hpp"
#include "data/manifest_columns.hpp"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

using ManifestFindings = std::vector<ManifestFinding>;

/// The classes that rows name, or labels, sorted.
std::vector<std::string> classes_found(std::span<const CsvRecord> rows,
                                       const ManifestColumns& columns, bool multi_label);

/// Whether the row's class is none of the manifest's, and no other spelling of one.
bool has_other_class(const CsvRecord& row, const ManifestColumns& columns,
                     const Manifest& manifest);

/// One row checked on its own; what is wrong with it goes into `findings`.
ManifestRow check_row(const CsvRecord& row, const ManifestColumns& columns,
                      const Manifest& manifest, ManifestFindings& findings);

/// A file's name as a folder has it: as written, or without blanks around it and with "/" where
/// Windows writes "\"; as written where neither is there.
std::optional<std::string> file_found(const std::filesystem::path& folder,
                                      const std::string& written);

}  // namespace chestlens
