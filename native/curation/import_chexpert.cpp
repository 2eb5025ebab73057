#include "curation/chexpert_labels.hpp"
#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "files/stored.hpp"

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"No Finding", "normal"}};
/// The table's paths begin with the archive's own name, which the folder may lack.
fs::path film_path(const fs::path& from, const fs::path& listed) {
  if (is_stored(from / listed)) return from / listed;
  const auto first = listed.begin();
  return first == listed.end() ? from : from / listed.lexically_relative(*first);
}

/// The path as the table has it, or with the backslashes of Windows turned.
fs::path listed_path(std::string text) {
  std::ranges::replace(text, '\\', '/');
  return text;
}

std::string patient_of(const fs::path& listed) {
  const auto found = std::ranges::find_if(
      listed, [](const fs::path& part) { return part.string().starts_with("patient"); });
  return found == listed.end() ? std::string() : "chexpert:" + found->string();
}

void take_row(const Table& table, const CsvRecord& row, const std::string& split,
              const ImportOptions& options, Import& import) {
  const std::string side = table.at(row, "Frontal/Lateral");
  if (side != "Frontal" && !options.lateral) {
    ++import.left_out["view " + side];
    return;
  }
  const auto found = chexpert_labels(table, row, options.uncertain);
  if (!found) {
    import.problems.push_back({table.place(row), found.error().message});
    return;
  }
  import.findings.insert(chexpert_findings.begin(), chexpert_findings.end());
  const std::string class_name = class_of_all(found->positive, options, classes);
  if (class_name.empty() && !options.labels) {
    ++import.left_out["no finding that has a class"];
    return;
  }
  const fs::path listed = listed_path(table.at(row, "Path"));
  const std::string patient = patient_of(listed);
  if (patient.empty()) {
    import.problems.push_back({table.place(row), "the path names no patient: " + listed.string()});
    return;
  }
  import.films.push_back(
      {.path = film_path(options.from, listed),
       .class_name = class_name,
       .patient_id = patient,
       .split = split,
       .source = "CheXpert",
       .view = side == "Frontal" ? table.at(row, "AP/PA") : side,
       .licence = "Stanford University Dataset Research Use Agreement: non-commercial research",
       .licence_source = "https://stanfordmlgroup.github.io/competitions/chexpert/",
       .labels = options.labels ? found->labels : std::vector<Label>{},
       .named_in = table.place(row)});
}

}  // namespace

Result<Import> import_chexpert(const ImportOptions& options) {
  std::vector<std::string> required = {"Path", "Frontal/Lateral"};
  required.insert(required.end(), chexpert_findings.begin(), chexpert_findings.end());
  Import import;
  bool any = false;
  for (const auto& [name, split] :
       {std::pair{"train.csv", "train"}, std::pair{"valid.csv", "test"}}) {
    if (any && !is_stored(options.from / name)) continue;
    CHESTLENS_TRY(const auto table, Table::read(options.from / name, required));
    if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
    for (const CsvRecord& row : table.rows()) take_row(table, row, split, options, import);
    any = true;
  }
  return import;
}

}  // namespace chestlens
