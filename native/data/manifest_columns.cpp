#include "data/manifest_columns.hpp"

#include "io/nearest.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chestlens {
namespace {

constexpr std::array known_columns = {
    "file",           "class",         "labels",         "patient_id",      "split",
    "source",         "licence",       "duplicate_of",   "patients",        "view",
    "licence_source", "original_path", "original_width", "original_height", "age_group"};

/// Columns that a manifest may lack, so that a slip in their names would go unnoticed.
const std::vector<std::string> optional_columns = {"split", "source", "licence", "duplicate_of",
                                                   "patients"};

/// Errors: of a name that stands there twice or may be another's misspelling.
Status check_names(const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_known = std::ranges::find(known_columns, names[i]) != known_columns.end();
    if (is_known && std::ranges::count(names, names[i]) > 1) {
      return fail(ErrorCode::invalid_argument,
                  "has the column " + names[i] + " twice; rename or remove one");
    }
    if (is_known || names[i].empty()) continue;
    const auto meant = nearest(names[i], optional_columns);
    if (!meant || std::ranges::find(names, *meant) != names.end()) continue;
    return fail(ErrorCode::invalid_argument, fmt::format("column \"{}\" is not known; did you mean "
                                                         "{}? Rename it",
                                                         names[i], *meant));
  }
  return {};
}

}  // namespace

std::string column_name(std::string_view written) {
  const std::string_view name = trimmed_field(written);
  const std::string lower = lower_case(name);
  if (lower == "license") return "licence";
  const bool is_known = std::ranges::find(known_columns, lower) != known_columns.end();
  return is_known ? lower : std::string(name);
}

Result<ManifestColumns> find_columns(const CsvRecord& header, const ManifestOptions& options) {
  std::vector<std::string> names;
  for (const std::string& field : header.fields) names.push_back(column_name(field));
  const auto position = [&names](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
  };
  std::vector<std::string> missing;
  const auto required = [&](const char* name) {
    const auto found = position(name);
    if (!found) missing.emplace_back(name);
    return found.value_or(0);
  };
  ManifestColumns columns{.file = required("file"),
                          .target = required(options.multi_label ? "labels" : "class"),
                          .patient_id = position("patient_id"),
                          .split = options.external ? std::nullopt : position("split"),
                          .source = position("source"),
                          .licence = position("licence"),
                          .duplicate_of = position("duplicate_of"),
                          .patients = position("patients"),
                          .count = names.size(),
                          .unused = {},
                          .external = options.external};
  if (!options.external && !columns.patient_id) missing.emplace_back("patient_id");
  if (!missing.empty()) {
    return fail(ErrorCode::invalid_argument,
                "column missing: " + joined(missing) + "; columns found: " + joined(names));
  }
  CHESTLENS_CHECK(check_names(names));
  for (const std::string& name : names) {
    const bool is_known = std::ranges::find(known_columns, name) != known_columns.end();
    if (!is_known && !name.empty()) columns.unused.push_back(name);
  }
  return columns;
}

}  // namespace chestlens
