#include "data/manifest_rows.hpp"

#include "data/labels.hpp"
#include "files/stored.hpp"
#include "io/nearest.hpp"
#include "io/other_names.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// A known class that differs from `name` by the case of letters alone.
const std::string* other_spelling(const std::vector<std::string>& classes,
                                  const std::string& name) {
  const auto found = std::ranges::find_if(classes, [&name](const std::string& known) {
    return known != name && lower_case(known) == lower_case(name);
  });
  return found == classes.end() ? nullptr : &*found;
}

bool is_known(const std::vector<std::string>& classes, const std::string& name) {
  return std::ranges::find(classes, name) != classes.end();
}

/// What `target` says of each class; what is wrong with it goes into `findings`.
std::vector<float> read_labels(const std::string& target, int line, const Manifest& manifest,
                               ManifestFindings& findings) {
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

/// Rows of classes that are not asked for were left out before (has_other_class).
int read_class(const std::string& name, int line, const Manifest& manifest,
               ManifestFindings& findings) {
  const auto known = std::ranges::find(manifest.classes, name);
  if (known != manifest.classes.end()) return static_cast<int>(known - manifest.classes.begin());
  const std::string* asked = name.empty() ? nullptr : other_spelling(manifest.classes, name);
  findings.push_back(
      {line, asked == nullptr ? "class is empty"
                              : fmt::format("class \"{}\" is asked for as \"{}\"; spell them alike",
                                            name, *asked)});
  return -1;
}

DeclaredSplit read_split(const std::string& text, int line, ManifestFindings& findings) {
  if (const auto declared = parse_split(text)) return *declared;
  findings.push_back(
      {line, fmt::format("split \"{}\" is not train, validation, test or empty{}", text,
                         did_you_mean(text, {"train", "validation", "test"}))});
  return DeclaredSplit::none;
}

/// Whether the row's patient is one; films of an unknown one count as patients of their own.
bool read_known(const std::string& text, int line, ManifestFindings& findings) {
  if (!text.empty() && text != "known" && text != "unknown") {
    findings.push_back({line, fmt::format("patients \"{}\" is not known, unknown or empty", text)});
  }
  return text != "unknown";
}

}  // namespace

std::vector<std::string> classes_found(std::span<const CsvRecord> rows,
                                       const ManifestColumns& columns, bool multi_label) {
  std::set<std::string> names;
  for (const CsvRecord& row : rows) {
    if (row.fields.size() != columns.count) continue;
    const std::string& target = row.fields[columns.target];
    if (!multi_label) {
      names.emplace(trimmed_field(target));
    } else if (const auto labels = parse_labels(target)) {
      for (const Label& label : *labels) names.insert(label.name);
    }
  }
  names.erase("");
  return {names.begin(), names.end()};
}

bool has_other_class(const CsvRecord& row, const ManifestColumns& columns,
                     const Manifest& manifest) {
  const std::string name(trimmed_field(row.fields[columns.target]));
  return !name.empty() && !is_known(manifest.classes, name) &&
         other_spelling(manifest.classes, name) == nullptr;
}

std::optional<std::string> file_found(const fs::path& folder, const std::string& written) {
  const auto is_there = [&folder](const std::string& name) {
    return !name.empty() && is_stored(path_on_disk(folder / name));
  };
  if (is_there(written)) return written;
  std::string plain(trimmed_field(written));
  if (is_there(plain)) return plain;
  std::ranges::replace(plain, '\\', '/');
  return is_there(plain) ? std::optional(plain) : std::nullopt;
}

ManifestRow check_row(const CsvRecord& row, const ManifestColumns& columns,
                      const Manifest& manifest, ManifestFindings& findings) {
  const auto field = [&row](std::optional<std::size_t> column) {
    return column ? std::string(trimmed_field(row.fields[*column])) : std::string();
  };
  ManifestRow film;
  const auto found = file_found(manifest.folder, row.fields[columns.file]);
  film.file = found.value_or(row.fields[columns.file]);
  film.patient_id = field(columns.patient_id);
  film.patient_known = read_known(field(columns.patients), row.line, findings);
  film.source = field(columns.source);
  film.licence = field(columns.licence);
  film.line = row.line;

  if (trimmed_field(film.file).empty()) {
    findings.push_back({row.line, "file is empty"});
  } else if (!found) {
    findings.push_back({row.line, fmt::format("file \"{}\" is not there", film.file)});
  }
  if (film.patient_id.empty() && columns.external) {
    film.patient_id = "film " + film.file;
    film.patient_known = false;
  } else if (film.patient_id.empty()) {
    findings.push_back({row.line, "patient_id is empty; give films of one patient one name"});
  }
  const std::string target = field(columns.target);
  if (manifest.multi_label) {
    film.class_index = -1;
    film.labels = read_labels(target, row.line, manifest, findings);
  } else {
    film.class_index = read_class(target, row.line, manifest, findings);
  }
  film.split = read_split(field(columns.split), row.line, findings);
  return film;
}

}  // namespace chestlens
