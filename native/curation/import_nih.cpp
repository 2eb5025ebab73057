#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "files/stored.hpp"
#include "io/saved_text.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"No Finding", "normal"}};
constexpr std::array<const char*, 14> findings = {
    "Atelectasis", "Cardiomegaly", "Effusion",           "Infiltration",  "Mass",
    "Nodule",      "Pneumonia",    "Pneumothorax",       "Consolidation", "Edema",
    "Emphysema",   "Fibrosis",     "Pleural_Thickening", "Hernia"};

/// The table's name changed with its 2020 revision.
fs::path table_path(const fs::path& from) {
  for (const char* name : {"Data_Entry_2017_v2020.csv", "Data_Entry_2017.csv"}) {
    if (is_stored(from / name)) return from / name;
  }
  return from / "Data_Entry_2017.csv";
}

/// The films of the official test split; without the list no split is declared.
Result<std::set<std::string>> test_list(const fs::path& from) {
  if (!is_stored(from / "test_list.txt")) return std::set<std::string>{};
  const fs::path path = from / "test_list.txt";
  CHESTLENS_TRY(const auto bytes, read_stored_text(path));
  CHESTLENS_TRY(const auto saved, with_context(read_saved_text(bytes), path.string()));
  const auto names = split_text(saved.text, "\n\r");
  return std::set<std::string>(names.begin(), names.end());
}

std::vector<Label> labels_of(const std::vector<std::string>& positive) {
  std::vector<Label> labels;
  for (const char* name : findings) {
    const bool present = std::ranges::find(positive, name) != positive.end();
    labels.push_back({name, present ? 1.0F : 0.0F});
  }
  return labels;
}

}  // namespace

Result<Import> import_nih(const ImportOptions& options) {
  CHESTLENS_TRY(const auto table, Table::read(table_path(options.from),
                                              {"Image Index", "Finding Labels", "Patient ID"}));
  CHESTLENS_TRY(const auto tests, test_list(options.from));
  FilmsByName films(options.from);  // images_001/images .. images_012/images

  Import import;
  if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
  import.findings.insert(findings.begin(), findings.end());
  for (const CsvRecord& row : table.rows()) {
    const std::string file = table.at(row, "Image Index");
    const std::string finding = table.at(row, "Finding Labels");
    const std::vector<std::string> positive = split_text(finding, "|");
    import.findings.insert(positive.begin(), positive.end());
    const std::string class_name = class_of_all(positive, options, classes);
    if (class_name.empty() && !options.labels) {
      ++import.left_out["finding " + finding];
      continue;
    }
    const fs::path path = films.find(file);
    const std::string split = tests.contains(file) ? "test" : "train";
    import.films.push_back({.path = path.empty() ? options.from / "images" / file : path,
                            .class_name = class_name,
                            .patient_id = "nih:" + table.at(row, "Patient ID"),
                            .split = tests.empty() ? std::string() : split,
                            .source = "NIH ChestX-ray14",
                            .view = table.at(row, "View Position"),
                            .licence = "NIH CC: use unrestricted, attribution asked",
                            .licence_source = "https://nihcc.app.box.com/v/ChestXray-NIHCC",
                            .labels = options.labels ? labels_of(positive) : std::vector<Label>{},
                            .named_in = table.place(row)});
  }
  return import;
}

}  // namespace chestlens
