#pragma once

#include "data/csv.hpp"
#include "data/manifest.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// Where each column of interest stands in a record of manifest.csv.
struct ManifestColumns {
  std::size_t file = 0;
  std::size_t target = 0;                 // class, or labels
  std::optional<std::size_t> patient_id;  // always there but for external films
  std::optional<std::size_t> split;
  std::optional<std::size_t> source;
  std::optional<std::size_t> licence;
  std::optional<std::size_t> duplicate_of;
  std::optional<std::size_t> patients;
  std::size_t count = 0;
  std::vector<std::string> unused;  // names that mean nothing here
  bool external = false;            // ManifestOptions'
};

/// " Split " -> "split" where the manifest knows such a column; other names lose blanks alone.
std::string column_name(std::string_view written);

/// Finds the columns whatever the case of their names and the blanks around them. Errors:
/// invalid_argument for a column that is missing, there twice, or likely to be misspelt.
Result<ManifestColumns> find_columns(const CsvRecord& header, const ManifestOptions& options);

}  // namespace chestlens
