#include "curation/manifest_table.hpp"

#include "curation/table.hpp"
#include "data/manifest.hpp"
#include "data/manifest_columns.hpp"
#include "data/manifest_rows.hpp"
#include "io/atomic_file.hpp"
#include "io/other_names.hpp"
#include "io/utf8.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "manifest.csv";

fs::path plain_absolute(const fs::path& path) {
  return fs::absolute(path).lexically_normal();
}

std::string listed_path(const fs::path& path, const fs::path& folder) {
  const fs::path absolute = plain_absolute(path);
  const fs::path inside = absolute.lexically_relative(plain_absolute(folder / "."));
  const bool below = !inside.empty() && *inside.begin() != "..";
  return utf8_path(below ? inside : absolute).generic_string();
}

void add_column(ManifestTable& table, const std::string& name) {
  if (std::ranges::find(table.columns, name) == table.columns.end()) table.columns.push_back(name);
}

std::string field(const std::map<std::string, std::string, std::less<>>& row,
                  std::string_view name) {
  const auto found = row.find(name);
  return found == row.end() ? std::string() : found->second;
}

Status check_utf8(const std::string& column, const std::string& text) {
  if (first_not_utf8(text) == std::string::npos) return {};
  return fail(ErrorCode::invalid_argument, "is not UTF-8", column + " \"" + as_utf8(text) + "\"");
}

}  // namespace

Result<ManifestTable> read_manifest_table(const fs::path& folder) {
  CHESTLENS_TRY(const auto read,
                Table::read(folder / manifest_name, {"file", "class|labels", "patient_id"}));
  ManifestTable table;
  for (const std::string& name : read.columns()) table.columns.push_back(column_name(name));
  for (const CsvRecord& record : read.rows()) {
    auto& row = table.rows.emplace_back();
    for (std::size_t i = 0; i < std::min(record.fields.size(), table.columns.size()); ++i) {
      row[table.columns[i]] = record.fields[i];
    }
  }
  return table;
}

Status write_manifest_table(const fs::path& folder, const ManifestTable& table) {
  std::string text = csv_line(table.columns);
  for (const auto& row : table.rows) {
    std::vector<std::string> fields;
    for (const std::string& column : table.columns) {
      fields.push_back(field(row, column));
      CHESTLENS_CHECK(check_utf8(column, fields.back()));
    }
    text += csv_line(fields);
  }
  return write_file_atomic(folder / manifest_name, text);
}

int add_films(ManifestTable& table, const fs::path& folder,
              const std::vector<ImportedFilm>& films) {
  for (const char* column :
       {"file", "class", "patient_id", "split", "source", "view", "licence", "licence_source"}) {
    add_column(table, column);
  }
  std::set<std::string> listed;
  for (const auto& row : table.rows) {
    const std::string file = field(row, "file");
    listed.insert(listed_path(folder / file_found(folder, file).value_or(file), folder));
  }
  int added = 0;
  for (const ImportedFilm& film : films) {
    std::string file = listed_path(film.path, folder);
    if (!listed.insert(file).second) continue;
    if (!film.labels.empty()) add_column(table, "labels");
    if (!film.patient_known) add_column(table, "patients");
    if (!film.age_group.empty()) add_column(table, "age_group");
    table.rows.push_back({{"file", std::move(file)},
                          {"class", film.class_name},
                          {"patient_id", film.patient_id},
                          {"patients", film.patient_known ? "" : "unknown"},
                          {"split", film.split},
                          {"source", film.source},
                          {"view", film.view},
                          {"age_group", film.age_group},
                          {"licence", film.licence},
                          {"licence_source", film.licence_source},
                          {"labels", labels_text(film.labels)}});
    ++added;
  }
  return added;
}

std::vector<std::string> patients_on_both_sides(const ManifestTable& table) {
  std::map<std::string, std::set<DeclaredSplit>> sides;
  for (const auto& row : table.rows) {
    const auto declared = parse_split(field(row, "split")).value_or(DeclaredSplit::none);
    sides[field(row, "patient_id")].insert(side_of(declared));
  }
  std::vector<std::string> patients;
  for (const auto& [patient, seen] : sides) {
    if (seen.size() > 1) patients.push_back(patient);
  }
  return patients;
}

int resolve_patients(ManifestTable& table, std::string_view side) {
  const auto patients = patients_on_both_sides(table);
  const std::set<std::string> crossing(patients.begin(), patients.end());
  int moved = 0;
  for (auto& row : table.rows) {
    if (!crossing.contains(field(row, "patient_id")) || field(row, "split") == side) continue;
    row["split"] = side;
    ++moved;
  }
  return moved;
}

}  // namespace chestlens
