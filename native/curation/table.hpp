#pragma once

#include "data/csv.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A CSV file whose first record names its columns, in whatever case.
class Table {
 public:
  /// One of "class|labels" must be there. Where the file is not, FILE.gz is read. Errors:
  /// not_found, io, parse; invalid_argument naming the columns that are missing.
  static Result<Table> read(const std::filesystem::path& path,
                            const std::vector<std::string>& required_columns);

  const std::vector<std::string>& columns() const { return columns_; }
  const std::vector<CsvRecord>& rows() const { return rows_; }

  /// Empty where the table lacks the column or the row ends before it; blanks around it are cut.
  std::string at(const CsvRecord& row, std::string_view column) const;

  /// "metadata.csv:17", for messages.
  std::string place(const CsvRecord& row) const;

  /// That its encoding was guessed, or empty.
  std::string note() const;

 private:
  std::string name_;
  bool is_guessed_ = false;
  std::vector<std::string> columns_;
  std::map<std::string, std::size_t> positions_;  // by name in lower case
  std::vector<CsvRecord> rows_;
};

}  // namespace chestlens
