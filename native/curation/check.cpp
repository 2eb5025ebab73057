#include "curation/check.hpp"

#include "curation/fingerprint.hpp"
#include "curation/look_at_films.hpp"
#include "curation/manifest_table.hpp"
#include "curation/patient_names.hpp"
#include "data/manifest_rows.hpp"
#include "io/atomic_file.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

std::vector<RepeatGroup> describe_groups(const Manifest& manifest,
                                         const std::vector<Repeat>& repeats) {
  std::vector<RepeatGroup> groups;
  std::map<std::size_t, std::size_t> group_of;
  for (auto& films : group_repeats(manifest.films.size(), repeats)) {
    std::set<DeclaredSplit> sides;
    std::set<std::string> classes;
    std::set<std::string> patients;
    for (const std::size_t i : films) {
      const ManifestRow& film = manifest.films[i];
      sides.insert(side_of(film.split));
      classes.insert(target_text(manifest, film));
      patients.insert(film.patient_id);
      group_of[i] = groups.size();
    }
    groups.push_back({.films = std::move(films),
                      .across_splits = sides.size() > 1,
                      .across_classes = classes.size() > 1,
                      .across_patients = patients.size() > 1});
  }
  for (const Repeat& repeat : repeats) {
    RepeatKind& weakest = groups[group_of.at(repeat.first)].weakest;
    weakest = std::max(weakest, repeat.kind);
  }
  std::ranges::stable_sort(groups, std::greater{}, [](const RepeatGroup& group) {
    return std::tuple(group.across_splits, group.across_classes, group.across_patients);
  });
  return groups;
}

std::string source_name(const ManifestRow& film) {
  return film.source.empty() ? "not stated" : film.source;
}

/// The classes a film has; multi-label films may have several, or none.
std::vector<std::string> classes_of(const Manifest& manifest, const ManifestRow& film) {
  if (!manifest.multi_label) return {target_text(manifest, film)};
  std::vector<std::string> names;
  for (std::size_t c = 0; c < film.labels.size(); ++c) {
    if (film.labels[c] == 1.0F) names.push_back(manifest.classes[c]);
  }
  if (names.empty()) names.emplace_back("none of them");
  return names;
}

/// Source against one label, where that is known.
Association source_against_label(const Manifest& manifest, std::size_t label) {
  std::vector<std::string> sources;
  std::vector<std::string> values;
  for (const ManifestRow& film : manifest.films) {
    if (std::isnan(film.labels[label])) continue;
    sources.push_back(source_name(film));
    values.emplace_back(film.labels[label] == 1.0F ? "present" : "absent");
  }
  return associate(sources, values);
}

void tabulate(CheckReport& report) {
  const Manifest& manifest = report.manifest;
  std::vector<std::string> classes;
  std::vector<std::string> splits;
  std::vector<std::string> sources;
  for (const ManifestRow& film : manifest.films) {
    for (std::string& name : classes_of(manifest, film)) {
      classes.push_back(std::move(name));
      const std::string_view split = to_string(film.split);
      splits.emplace_back(split.empty() ? "not declared" : split);
      sources.push_back(source_name(film));
    }
  }
  report.class_of_split = associate(classes, splits);
  report.class_of_source = associate(sources, classes);
  report.source_target = "class";
  report.source_association = report.class_of_source;
  if (!manifest.multi_label) return;
  report.source_association = {};
  for (std::size_t c = 0; c < manifest.classes.size(); ++c) {
    Association table = source_against_label(manifest, c);
    if (c > 0 && table.cramers_v <= report.source_association.cramers_v) continue;
    report.source_target = manifest.classes[c];
    report.source_association = std::move(table);
  }
}

/// The film that stays: the first test film, or the first.
std::size_t kept_film(const RepeatGroup& group, const Manifest& manifest) {
  const auto test = std::ranges::find_if(group.films, [&manifest](std::size_t i) {
    return manifest.films[i].split == DeclaredSplit::test;
  });
  return test == group.films.end() ? group.films.front() : *test;
}

}  // namespace

Result<CheckReport> check_dataset(const fs::path& folder, const CheckOptions& options,
                                  const Reporter& reporter) {
  CHESTLENS_TRY(auto read, inspect_manifest(folder, {.multi_label = options.multi_label}));
  report_notices(read.manifest, reporter);
  CheckReport report;
  report.manifest = std::move(read.manifest);
  report.rows = std::move(read.findings);
  report.crossing_patients = std::move(read.crossing_patients);
  LookedAt looked_at = look_at_films(report.manifest, options.threads, reporter);
  const std::vector<Fingerprint>& prints = looked_at.prints;
  report.traits = std::move(looked_at.traits);
  report.unreadable = std::move(looked_at.unreadable);
  report.repeats = find_repeats(prints, options.repeats, options.threads);
  report.groups = describe_groups(report.manifest, report.repeats);
  tabulate(report);
  report.sides = side_differences(report.manifest, report.traits);
  return report;
}

std::vector<std::string> findings(const CheckReport& report, const CheckOptions& options) {
  std::vector<std::string> lines;
  if (!report.rows.empty()) lines.push_back(counted(report.rows.size(), "row") + " to repair");
  if (!report.crossing_patients.empty()) {
    lines.push_back(
        counted(report.crossing_patients.size(), "patient") +
        " on both sides of the test or validation split: dataset import --resolve-patients moves "
        "them to one");
  }
  if (std::string names = patients_by_name(report.manifest); !names.empty()) {
    lines.push_back(std::move(names));
  }
  if (!report.unreadable.empty()) {
    lines.push_back(counted(report.unreadable.size(), "film") +
                    " cannot be read: repair them or take their rows out");
  }
  const auto count = [&report](bool RepeatGroup::* flag) {
    return static_cast<std::size_t>(std::ranges::count(report.groups, true, flag));
  };
  if (!report.groups.empty()) {
    lines.push_back(
        fmt::format("{} of films that repeat each other ({} across the split, {} across "
                    "classes, {} across "
                    "patients): --mark leaves all but one of each out of training",
                    counted(report.groups.size(), "group"), count(&RepeatGroup::across_splits),
                    count(&RepeatGroup::across_classes), count(&RepeatGroup::across_patients)));
  }
  if (report.source_association.cramers_v > options.max_source_association) {
    lines.push_back(fmt::format(
        "source and {} are associated (Cramér's V {:.3f}): a network may learn the source instead "
        "of the disease",
        report.source_target, report.source_association.cramers_v));
  }
  return lines;
}

Result<int> mark_repeats(const CheckReport& report) {
  CHESTLENS_TRY(auto table, read_manifest_table(report.manifest.folder));
  std::map<std::string, std::string> original_of;
  for (const RepeatGroup& group : report.groups) {
    if (group.across_classes) continue;
    const std::size_t kept = kept_film(group, report.manifest);
    for (const std::size_t film : group.films) {
      if (film == kept) continue;
      original_of[report.manifest.films[film].file] = report.manifest.films[kept].file;
    }
  }
  if (original_of.empty()) return 0;
  if (std::ranges::find(table.columns, "duplicate_of") == table.columns.end()) {
    table.columns.emplace_back("duplicate_of");
  }
  for (auto& row : table.rows) {
    const auto found =
        original_of.find(file_found(report.manifest.folder, row["file"]).value_or(row["file"]));
    if (found != original_of.end()) row["duplicate_of"] = found->second;
    // A film that an earlier run marked may name one that is now a repeat itself.
    const auto moved = original_of.find(
        file_found(report.manifest.folder, row["duplicate_of"]).value_or(row["duplicate_of"]));
    if (moved != original_of.end()) row["duplicate_of"] = moved->second;
  }
  CHESTLENS_CHECK(write_manifest_table(report.manifest.folder, table));
  return static_cast<int>(original_of.size());
}

}  // namespace chestlens
