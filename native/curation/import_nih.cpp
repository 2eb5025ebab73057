#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "io/atomic_file.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

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
  std::error_code ignored;
  for (const char* name : {"Data_Entry_2017_v2020.csv", "Data_Entry_2017.csv"}) {
    if (fs::exists(from / name, ignored)) return from / name;
  }
  return from / "Data_Entry_2017.csv";
}

/// The films of the official test split; without the list no split is declared.
Result<std::set<std::string>> test_list(const fs::path& from) {
  std::error_code ignored;
  if (!fs::exists(from / "test_list.txt", ignored)) return std::set<std::string>{};
  CHESTLENS_TRY(const auto text, read_text(from / "test_list.txt"));
  const auto names = split_text(text, "\n");
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
  CHESTLENS_TRY(const auto paths, films_below(options.from));
  std::unordered_map<std::string, fs::path> by_name;  // images_001/images .. images_012/images
  for (const fs::path& path : paths) by_name.emplace(path.filename().string(), path);

  Import import;
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
    const auto path = by_name.find(file);
    const std::string split = tests.contains(file) ? "test" : "train";
    import.films.push_back(
        {.path = path == by_name.end() ? options.from / "images" / file : path->second,
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
