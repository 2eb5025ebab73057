#include "curation/table.hpp"

#include "files/stored.hpp"
#include "io/gzip.hpp"
#include "io/saved_text.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// A table's text, or that of the table packed by gzip, as PhysioNet serves them.
Result<std::string> table_text(const std::filesystem::path& path) {
  std::filesystem::path packed = path;
  packed += ".gz";
  if (is_stored(path) || !is_stored(packed)) {
    return read_required_stored(path, "give the folder that holds it");
  }
  constexpr std::size_t most_bytes = std::size_t{1} << 29U;
  CHESTLENS_TRY(const auto bytes, read_stored(packed));
  return with_context(gunzip(bytes, most_bytes), packed.string());
}

}  // namespace

Result<Table> Table::read(const std::filesystem::path& path,
                          const std::vector<std::string>& required_columns) {
  CHESTLENS_TRY(const auto bytes, table_text(path));
  CHESTLENS_TRY(const auto saved, with_context(read_saved_text(bytes), path.string()));
  CHESTLENS_TRY(auto records, with_context(parse_csv(saved.text), path.string()));
  Table table;
  table.is_guessed_ = saved.is_guessed;
  table.name_ = path.filename().string();
  if (!records.empty()) {
    table.columns_ = std::move(records.front().fields);
    records.erase(records.begin());
  }
  table.rows_ = std::move(records);
  for (std::size_t i = 0; i < table.columns_.size(); ++i) {
    table.positions_.emplace(lower_case(trimmed_field(table.columns_[i])), i);
  }
  std::vector<std::string> missing;
  for (const std::string& column : required_columns) {
    const std::size_t bar = std::min(column.find('|'), column.size());
    const std::string other = column.substr(std::min(bar + 1, column.size()));
    const auto has = [&table](const std::string& name) {
      return table.positions_.contains(lower_case(name));
    };
    if (has(column.substr(0, bar)) || has(other)) continue;
    missing.push_back(other.empty() ? column : column.substr(0, bar) + " or " + other);
  }
  if (missing.empty()) return table;
  return fail(ErrorCode::invalid_argument,
              "column missing: " + joined(missing) + "; columns found: " + joined(table.columns_),
              path.string());
}

std::string Table::at(const CsvRecord& row, std::string_view column) const {
  const auto found = positions_.find(lower_case(column));
  if (found == positions_.end() || found->second >= row.fields.size()) return {};
  return std::string(trimmed_field(row.fields[found->second]));
}

std::string Table::note() const {
  return is_guessed_ ? guess_note(name_) : std::string();
}

std::string Table::place(const CsvRecord& row) const {
  return name_ + ":" + std::to_string(row.line);
}

}  // namespace chestlens
