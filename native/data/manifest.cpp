#include "data/manifest.hpp"

#include "data/csv.hpp"
#include "data/labels.hpp"
#include "io/atomic_file.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "manifest.csv";

/// Where each column of interest stands in a record.
struct Columns {
  std::size_t file = 0;
  std::size_t target = 0;  // class, or labels
  std::size_t patient_id = 0;
  std::optional<std::size_t> split;
  std::optional<std::size_t> source;
  std::optional<std::size_t> licence;
  std::optional<std::size_t> duplicate_of;
  std::optional<std::size_t> patients;
  std::size_t count = 0;
};

using Findings = std::vector<ManifestFinding>;

Result<Columns> find_columns(const CsvRecord& header, bool multi_label, const std::string& path) {
  const auto position = [&header](std::string_view name) -> std::optional<std::size_t> {
    const auto found = std::ranges::find(header.fields, name);
    if (found == header.fields.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.fields.begin());
  };
  std::vector<std::string> missing;
  const auto required = [&](const char* name) {
    const auto found = position(name);
    if (!found) missing.emplace_back(name);
    return found.value_or(0);
  };
  Columns columns{.file = required("file"),
                  .target = required(multi_label ? "labels" : "class"),
                  .patient_id = required("patient_id"),
                  .split = position("split"),
                  .source = position("source"),
                  .licence = position("licence"),
                  .duplicate_of = position("duplicate_of"),
                  .patients = position("patients"),
                  .count = header.fields.size()};
  if (!missing.empty()) {
    return fail(ErrorCode::invalid_argument,
                "column missing: " + joined(missing) + "; columns found: " + joined(header.fields),
                path);
  }
  return columns;
}

std::vector<std::string> classes_found(std::span<const CsvRecord> rows, const Columns& columns,
                                       bool multi_label) {
  std::set<std::string> names;
  for (const CsvRecord& row : rows) {
    if (row.fields.size() != columns.count) continue;
    const std::string& target = row.fields[columns.target];
    if (!multi_label) {
      names.insert(target);
    } else if (const auto labels = parse_labels(target)) {
      for (const Label& label : *labels) names.insert(label.name);
    }
  }
  names.erase("");
  return {names.begin(), names.end()};
}

std::optional<DeclaredSplit> parse_split(const std::string& text) {
  if (text.empty()) return DeclaredSplit::none;
  if (text == "train") return DeclaredSplit::train;
  if (text == "test") return DeclaredSplit::test;
  return std::nullopt;
}

/// "manifest.csv:line: reason" for the first `limit` findings.
std::string list_findings(const Findings& findings, std::size_t limit) {
  std::string text;
  for (std::size_t i = 0; i < std::min(findings.size(), limit); ++i) {
    text += fmt::format("{}{}:{}: {}", text.empty() ? "" : "\n", manifest_name, findings[i].line,
                        findings[i].reason);
  }
  if (findings.size() <= limit) return text;
  return text + fmt::format("\n... and {} more", findings.size() - limit);
}

/// What `target` says of each class; what is wrong with it goes into `findings`.
std::vector<float> read_labels(const std::string& target, int line, const Manifest& manifest,
                               Findings& findings) {
  std::vector<float> values(manifest.classes.size(), std::numeric_limits<float>::quiet_NaN());
  const auto labels = parse_labels(target);
  if (!labels) {
    findings.push_back({line, labels.error().message});
    return values;
  }
  if (labels->empty()) findings.push_back({line, "labels is empty"});
  for (const Label& label : *labels) {
    const auto known = std::ranges::find(manifest.classes, label.name);
    if (known == manifest.classes.end()) continue;  // not asked for
    values[static_cast<std::size_t>(known - manifest.classes.begin())] = label.value;
  }
  return values;
}

int read_class(const std::string& target, int line, const Manifest& manifest, Findings& findings) {
  const auto known = std::ranges::find(manifest.classes, target);
  if (known != manifest.classes.end()) return static_cast<int>(known - manifest.classes.begin());
  findings.push_back(
      {line, fmt::format("class \"{}\" is unknown; classes: ", target) + joined(manifest.classes)});
  return -1;
}

/// One row checked on its own; what is wrong with it goes into `findings`.
ManifestRow check_row(const CsvRecord& row, const Columns& columns, const Manifest& manifest,
                      Findings& findings) {
  const auto optional_field = [&row](std::optional<std::size_t> column) {
    return column ? row.fields[*column] : std::string();
  };
  ManifestRow film;
  film.file = row.fields[columns.file];
  film.patient_id = row.fields[columns.patient_id];
  const std::string patients = optional_field(columns.patients);
  film.patient_known = patients != "unknown";
  if (film.patient_known && !patients.empty() && patients != "known") {
    findings.push_back(
        {row.line, fmt::format("patients \"{}\" is not known, unknown or empty", patients)});
  }
  film.source = optional_field(columns.source);
  film.licence = optional_field(columns.licence);
  film.line = row.line;

  std::error_code ignored;
  if (film.file.empty()) {
    findings.push_back({row.line, "file is empty"});
  } else if (!fs::is_regular_file(manifest.folder / film.file, ignored)) {
    findings.push_back({row.line, fmt::format("file \"{}\" is not there", film.file)});
  }
  if (film.patient_id.empty()) {
    findings.push_back({row.line, "patient_id is empty; give films of one patient one name"});
  }
  const std::string& target = row.fields[columns.target];
  if (manifest.multi_label) {
    film.class_index = -1;
    film.labels = read_labels(target, row.line, manifest, findings);
  } else {
    film.class_index = read_class(target, row.line, manifest, findings);
  }
  const std::string split = optional_field(columns.split);
  if (const auto declared = parse_split(split)) {
    film.split = *declared;
  } else {
    findings.push_back({row.line, fmt::format("split \"{}\" is not train, test or empty", split)});
  }
  return film;
}

void check_repeated_files(const std::vector<ManifestRow>& films, Findings& findings) {
  std::unordered_map<std::string, int> first_line;
  for (const ManifestRow& film : films) {
    const auto [at, is_new] =
        first_line.emplace(fs::path(film.file).lexically_normal().string(), film.line);
    if (!is_new && !film.file.empty()) {
      findings.push_back(
          {film.line, fmt::format("file \"{}\" repeats line {}", film.file, at->second)});
    }
  }
}

/// Names the first row of each patient that crosses the test split.
void check_patients(ManifestReport& report) {
  std::unordered_map<std::string, const ManifestRow*> first;
  std::set<std::string> crossing;
  for (const ManifestRow& film : report.manifest.films) {
    const ManifestRow& other = *first.emplace(film.patient_id, &film).first->second;
    const bool crosses =
        (film.split == DeclaredSplit::test) != (other.split == DeclaredSplit::test);
    if (!crosses || !crossing.insert(film.patient_id).second) continue;
    report.findings.push_back(
        {film.line, fmt::format("patient \"{}\" is on both sides of the test split, see line {}",
                                film.patient_id, other.line)});
  }
  report.crossing_patients.assign(crossing.begin(), crossing.end());
}

/// Drops the rows that name the film they repeat; that film must stay.
void drop_duplicates(std::span<const CsvRecord> rows, const Columns& columns, Manifest& manifest,
                     Findings& findings) {
  if (!columns.duplicate_of) return;
  std::set<std::string> originals;
  std::map<int, std::string> repeats;
  for (const CsvRecord& row : rows) {
    if (row.fields.size() != columns.count) continue;
    const std::string& original = row.fields[*columns.duplicate_of];
    if (original.empty()) {
      originals.insert(row.fields[columns.file]);
    } else {
      repeats.emplace(row.line, original);
    }
  }
  for (const auto& [line, original] : repeats) {
    if (!originals.contains(original)) {
      findings.push_back(
          {line, fmt::format(
                     "duplicate_of \"{}\" is not a film of this manifest, or is itself a duplicate",
                     original)});
    }
  }
  manifest.duplicates_dropped = static_cast<int>(std::erase_if(
      manifest.films, [&repeats](const ManifestRow& film) { return repeats.contains(film.line); }));
}

}  // namespace

std::string_view to_string(DeclaredSplit split) {
  switch (split) {
    case DeclaredSplit::none:
      break;
    case DeclaredSplit::train:
      return "train";
    case DeclaredSplit::test:
      return "test";
  }
  return {};
}

Result<ManifestReport> inspect_manifest(const fs::path& folder, const ManifestOptions& options) {
  const fs::path path = folder / manifest_name;
  CHESTLENS_TRY(const auto text, read_required_text(path, "chestlens dataset import writes one"));
  CHESTLENS_TRY(const auto records, with_context(parse_csv(text), path.string()));
  if (records.size() < 2) return fail(ErrorCode::invalid_argument, "lists no film", path.string());
  CHESTLENS_TRY(const auto columns,
                find_columns(records.front(), options.multi_label, path.string()));
  const auto rows = std::span(records).subspan(1);

  ManifestReport report;
  Manifest& manifest = report.manifest;
  manifest.folder = folder;
  manifest.multi_label = options.multi_label;
  manifest.classes =
      options.classes.empty() ? classes_found(rows, columns, options.multi_label) : options.classes;
  manifest.films.reserve(rows.size());
  for (const CsvRecord& row : rows) {
    if (row.fields.size() != columns.count) {
      report.findings.push_back({row.line, fmt::format("has {} fields, the header {}",
                                                       row.fields.size(), columns.count)});
      continue;
    }
    const std::size_t before = report.findings.size();
    ManifestRow film = check_row(row, columns, manifest, report.findings);
    if (report.findings.size() == before) manifest.films.push_back(std::move(film));
  }
  check_repeated_files(manifest.films, report.findings);
  drop_duplicates(rows, columns, manifest, report.findings);
  check_patients(report);
  std::ranges::stable_sort(report.findings, {}, &ManifestFinding::line);
  return report;
}

Result<Manifest> load_manifest(const fs::path& folder, const ManifestOptions& options) {
  CHESTLENS_TRY(auto report, inspect_manifest(folder, options));
  const std::string path = (folder / manifest_name).string();
  if (!options.multi_label && report.manifest.classes.size() < 2) {
    return fail(ErrorCode::invalid_argument,
                "has fewer than two classes: " + joined(report.manifest.classes), path);
  }
  if (!report.findings.empty()) {
    return fail(ErrorCode::invalid_argument,
                "rows to repair:\n" + list_findings(report.findings, options.max_reported_errors),
                path);
  }
  return std::move(report.manifest);
}

std::string target_text(const Manifest& manifest, const ManifestRow& film) {
  if (!manifest.multi_label) return manifest.classes[static_cast<std::size_t>(film.class_index)];
  std::vector<Label> labels;
  for (std::size_t c = 0; c < manifest.classes.size(); ++c) {
    labels.push_back({manifest.classes[c], film.labels[c]});
  }
  return labels_text(labels);
}

std::vector<DataSource> data_sources(const Manifest& manifest, std::span<const std::size_t> films) {
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const std::size_t index : films) {
    const ManifestRow& film = manifest.films[index];
    ++counts[{film.source, film.licence}];
  }
  std::vector<DataSource> sources;
  for (const auto& [key, count] : counts) sources.push_back({key.first, key.second, count});
  std::ranges::stable_sort(sources, std::ranges::greater{}, &DataSource::films);
  return sources;
}

}  // namespace chestlens
