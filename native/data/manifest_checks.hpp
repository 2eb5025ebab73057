#pragma once

#include "data/csv.hpp"
#include "data/manifest.hpp"
#include "data/manifest_columns.hpp"
#include "data/manifest_rows.hpp"

#include <span>

namespace chestlens {

/// What is wrong between rows goes into findings.

void check_repeated_files(const std::vector<ManifestRow>& films, ManifestFindings& findings);

/// Names the first row of each class that is spelt otherwise elsewhere, by the case of letters.
void check_spellings(ManifestReport& report);

/// Names the first row of each patient that crosses the test or the validation split.
void check_patients(ManifestReport& report);

/// Drops the rows that name the film they repeat; that film must stay. Of external films that
/// repeat one which is not here the first stays.
void drop_duplicates(std::span<const CsvRecord> rows, const ManifestColumns& columns,
                     Manifest& manifest, ManifestFindings& findings);

}  // namespace chestlens
