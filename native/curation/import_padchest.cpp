#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "files/folder.hpp"
#include "files/stored.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"normal", "normal"}};

/// Labels that are no findings: of reports that say nothing of the film itself (Bustos 2020).
constexpr std::array<std::string_view, 3> no_findings = {"exclude", "suboptimal study",
                                                         "unchanged"};

/// Labels of fewer films than one in so many are not listed.
constexpr std::size_t films_per_label = 100;

/// The table, whose name ends with the day of its version.
Result<Table> read_table(const fs::path& from) {
  CHESTLENS_TRY(const auto entries, entries_of(from, /*with_hidden=*/false));
  for (const FolderEntry& entry : entries) {
    std::string name = entry.name;
    if (!name.starts_with("PADCHEST_chest_x_ray_images_labels")) continue;
    if (name.ends_with(".gz")) name.resize(name.size() - 3);
    if (name.ends_with(".csv")) {
      return Table::read(from / name, {"ImageID", "PatientID", "Projection", "Labels"});
    }
  }
  return fail(ErrorCode::not_found,
              "holds no PADCHEST_chest_x_ray_images_labels_160K_*.csv; give the folder that does",
              from.string());
}

/// The texts of a list as Python writes it: ['normal', "Kerley's lines"]. Nothing where it is none.
std::optional<std::vector<std::string>> python_list(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  std::vector<std::string> words;
  while (true) {
    const std::size_t begin = text.find_first_of("'\"");
    if (begin == std::string_view::npos) return words;
    const std::size_t end = text.find(text[begin], begin + 1);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view word = trimmed(text.substr(begin + 1, end - begin - 1));
    if (!word.empty()) words.push_back(lower_case(word));
    text.remove_prefix(end + 1);
  }
}

/// What a row says, or why it is left out.
struct PadchestRow {
  std::vector<std::string> findings;
  std::string left_out;
};

PadchestRow read_row(const Table& table, const CsvRecord& row, const ImportOptions& options) {
  const std::string view = table.at(row, "Projection");
  const bool is_frontal = view == "PA" || view == "AP" || view == "AP_horizontal";
  if (!is_frontal && !(options.lateral && view == "L")) {
    return {{}, "view " + (view.empty() ? std::string("not stated") : view)};
  }
  auto findings = python_list(table.at(row, "Labels"));
  if (!findings || findings->empty()) return {{}, "no labels"};
  for (const std::string_view label : no_findings) {
    if (std::ranges::find(*findings, label) != findings->end()) {
      return {{}, "label " + std::string(label)};
    }
  }
  // A film with anything else is not normal.
  if (findings->size() > 1) std::erase(*findings, "normal");
  return {*std::move(findings), {}};
}

/// Findings that enough films have to learn them.
std::vector<std::string> frequent_findings(const std::vector<PadchestRow>& rows) {
  std::map<std::string, std::size_t> counts;
  std::size_t films = 0;
  for (const PadchestRow& row : rows) {
    films += row.left_out.empty() ? 1 : 0;
    for (const std::string& finding : row.findings) ++counts[finding];
  }
  std::vector<std::string> frequent;
  for (const auto& [finding, count] : counts) {
    if (count * films_per_label >= films) frequent.push_back(finding);
  }
  return frequent;
}

std::vector<Label> labels_of(const PadchestRow& row, const std::vector<std::string>& findings) {
  std::vector<Label> labels;
  for (const std::string& finding : findings) {
    const bool present = std::ranges::find(row.findings, finding) != row.findings.end();
    labels.push_back({finding, present ? 1.0F : 0.0F});
  }
  return labels;
}

/// The archives 0.zip to 54.zip hold the films without a folder; unpacked, each may have one.
fs::path film_path(const fs::path& from, const std::string& folder, const std::string& file,
                   FilmsByName& films) {
  for (const fs::path& path : {from / folder / file, from / (folder + ".zip") / file}) {
    if (!folder.empty() && is_stored(path)) return path;
  }
  fs::path found = films.find(file, folder);
  return found.empty() ? from / folder / file : found;
}

std::string age_group(const std::string& pediatric) {
  if (pediatric == "PED") return "child";
  return pediatric == "No" ? "adult" : "";
}

}  // namespace

Result<Import> import_padchest(const ImportOptions& options) {
  CHESTLENS_TRY(const auto table, read_table(options.from));
  Import import;
  if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
  std::vector<PadchestRow> rows;
  for (const CsvRecord& row : table.rows()) {
    rows.push_back(read_row(table, row, options));
    import.findings.insert(rows.back().findings.begin(), rows.back().findings.end());
  }
  const auto frequent = options.labels ? frequent_findings(rows) : std::vector<std::string>{};
  FilmsByName films(options.from);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const CsvRecord& row = table.rows()[i];
    const std::string class_name = class_of_all(rows[i].findings, options, classes);
    const bool has_use = !class_name.empty() || options.labels;
    if (!rows[i].left_out.empty() || !has_use) {
      ++import
            .left_out[rows[i].left_out.empty() ? "no finding that has a class" : rows[i].left_out];
      continue;
    }
    const std::string file = table.at(row, "ImageID"), patient = table.at(row, "PatientID");
    if (file.empty() || patient.empty()) {
      import.problems.push_back({table.place(row), "ImageID or PatientID is empty"});
      continue;
    }
    import.films.push_back(
        {.path = film_path(options.from, table.at(row, "ImageDir"), file, films),
         .class_name = class_name,
         .patient_id = "padchest:" + patient,
         .source = "PadChest",
         .view = table.at(row, "Projection"),
         .age_group = age_group(table.at(row, "Pediatric")),
         .licence = "PadChest Dataset Research Use Agreement: non-commercial research",
         .licence_source = "https://bimcv.cipf.es/bimcv-projects/padchest/",
         .labels = labels_of(rows[i], frequent),
         .named_in = table.place(row)});
  }
  return import;
}

}  // namespace chestlens
