#include "data/manifest.hpp"

#include "data/csv.hpp"
#include "data/labels.hpp"
#include "data/manifest_checks.hpp"
#include "data/manifest_columns.hpp"
#include "data/manifest_rows.hpp"
#include "io/atomic_file.hpp"
#include "io/nearest.hpp"
#include "io/saved_text.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr const char* manifest_name = "manifest.csv";

/// "manifest.csv:line: reason" for the first `limit` findings.
std::string list_findings(const ManifestFindings& findings, std::size_t limit) {
  std::string text;
  for (std::size_t i = 0; i < std::min(findings.size(), limit); ++i) {
    text += fmt::format("{}{}:{}: {}", text.empty() ? "" : "\n", manifest_name, findings[i].line,
                        findings[i].reason);
  }
  if (findings.size() <= limit) return text;
  return text + fmt::format("\n... and {} more", findings.size() - limit);
}

bool is_blank(const std::string& field) {
  return trimmed_field(field).empty();
}

/// Spreadsheets save rows and fields of nothing below and beside a table.
void cut_empty_fields(std::vector<CsvRecord>& records) {
  std::erase_if(records,
                [](const CsvRecord& row) { return std::ranges::all_of(row.fields, is_blank); });
  for (CsvRecord& row : records) {
    const std::size_t columns = records.front().fields.size();
    while (row.fields.size() > columns && is_blank(row.fields.back())) row.fields.pop_back();
  }
}

}  // namespace

std::string_view to_string(DeclaredSplit split) {
  switch (split) {
    case DeclaredSplit::none:
      break;
    case DeclaredSplit::train:
      return "train";
    case DeclaredSplit::validation:
      return "validation";
    case DeclaredSplit::test:
      return "test";
  }
  return {};
}

std::optional<DeclaredSplit> parse_split(std::string_view text) {
  const std::string name = lower_case(trimmed_field(text));
  if (name.empty()) return DeclaredSplit::none;
  if (name == "train" || name == "training") return DeclaredSplit::train;
  if (name == "val" || name == "valid" || name == "validation") return DeclaredSplit::validation;
  if (name == "test") return DeclaredSplit::test;
  return std::nullopt;
}

DeclaredSplit side_of(DeclaredSplit split) {
  return split == DeclaredSplit::none ? DeclaredSplit::train : split;
}

Result<ManifestReport> inspect_manifest(const fs::path& folder, const ManifestOptions& options) {
  const fs::path path = folder / manifest_name;
  CHESTLENS_TRY(const auto bytes, read_required_text(path, "chestlens dataset import writes one"));
  CHESTLENS_TRY(const auto saved, with_context(read_saved_text(bytes), path.string()));
  CHESTLENS_TRY(auto records, with_context(parse_csv(saved.text), path.string()));
  cut_empty_fields(records);
  if (records.size() < 2) return fail(ErrorCode::invalid_argument, "lists no film", path.string());
  CHESTLENS_TRY(const auto columns,
                with_context(find_columns(records.front(), options), path.string()));
  const auto rows = std::span(records).subspan(1);

  ManifestReport report;
  Manifest& manifest = report.manifest;
  manifest.folder = folder;
  manifest.encoding_guessed = saved.is_guessed;
  manifest.multi_label = options.multi_label;
  manifest.classes =
      options.classes.empty() ? classes_found(rows, columns, options.multi_label) : options.classes;
  manifest.unused_columns = columns.unused;
  manifest.films.reserve(rows.size());
  for (const CsvRecord& row : rows) {
    if (row.fields.size() != columns.count) {
      report.findings.push_back({row.line, fmt::format("has {} fields, the header {}",
                                                       row.fields.size(), columns.count)});
      continue;
    }
    const bool may_be_left_out = !options.classes.empty() && !options.multi_label;
    if (may_be_left_out && has_other_class(row, columns, manifest)) {
      ++manifest.other_classes[std::string(trimmed_field(row.fields[columns.target]))];
      continue;
    }
    const std::size_t before = report.findings.size();
    ManifestRow film = check_row(row, columns, manifest, report.findings);
    if (report.findings.size() == before) manifest.films.push_back(std::move(film));
  }
  check_repeated_files(manifest.films, report.findings);
  drop_duplicates(rows, columns, manifest, report.findings);
  check_spellings(report);
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

bool declares_validation(const Manifest& manifest) {
  return std::ranges::find(manifest.films, DeclaredSplit::validation, &ManifestRow::split) !=
         manifest.films.end();
}

void report_notices(const Manifest& manifest, const Reporter& reporter) {
  if (manifest.encoding_guessed) reporter.note(guess_note(manifest_name));
  if (!manifest.unused_columns.empty()) {
    reporter.note(
        fmt::format("{}: columns not used: {}", manifest_name, joined(manifest.unused_columns)));
  }
  report_left_out(manifest, reporter);
}

void report_left_out(const Manifest& manifest, const Reporter& reporter) {
  int films = 0;
  std::vector<std::string> classes;
  for (const auto& [name, count] : manifest.other_classes) {
    films += count;
    classes.push_back(fmt::format("{} {}{}", name, count, did_you_mean(name, manifest.classes)));
  }
  if (films > 0) {
    reporter.note(fmt::format("{}: {} left out, of classes that are not asked for: {}",
                              manifest_name, counted(static_cast<std::uint64_t>(films), "film"),
                              joined(classes)));
  }
}

std::string target_text(const Manifest& manifest, const ManifestRow& film) {
  if (!manifest.multi_label) return manifest.classes[static_cast<std::size_t>(film.class_index)];
  std::vector<Label> labels;
  for (std::size_t c = 0; c < manifest.classes.size(); ++c) {
    labels.push_back({manifest.classes[c], film.labels[c]});
  }
  return labels_text(labels);
}

bool patients_known(const Manifest& manifest, std::span<const std::size_t> films) {
  return std::ranges::all_of(films,
                             [&](std::size_t film) { return manifest.films[film].patient_known; });
}

std::vector<DataSource> data_sources(const Manifest& manifest, std::span<const std::size_t> films) {
  const auto stated = [](const std::string& text) {
    return text.empty() ? std::string("not stated") : text;
  };
  std::map<std::pair<std::string, std::string>, std::int64_t> counts;
  for (const std::size_t index : films) {
    const ManifestRow& film = manifest.films[index];
    ++counts[{stated(film.source), stated(film.licence)}];
  }
  std::vector<DataSource> sources;
  for (const auto& [key, count] : counts) sources.push_back({key.first, key.second, count});
  std::ranges::stable_sort(sources, std::ranges::greater{}, &DataSource::films);
  return sources;
}

}  // namespace chestlens
