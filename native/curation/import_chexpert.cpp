#include "curation/formats.hpp"
#include "curation/table.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"No Finding", "normal"}};
constexpr std::array<const char*, 14> findings = {"No Finding",       "Enlarged Cardiomediastinum",
                                                  "Cardiomegaly",     "Lung Opacity",
                                                  "Lung Lesion",      "Edema",
                                                  "Consolidation",    "Pneumonia",
                                                  "Atelectasis",      "Pneumothorax",
                                                  "Pleural Effusion", "Pleural Other",
                                                  "Fracture",         "Support Devices"};

/// A finding that the report does not mention (blank) counts as absent (Irvin 2019).
std::optional<float> label_value(const std::string& text, UncertainLabels uncertain) {
  if (text.empty() || text == "0" || text == "0.0") return 0.0F;
  if (text == "1" || text == "1.0") return 1.0F;
  if (text != "-1" && text != "-1.0") return std::nullopt;
  switch (uncertain) {
    case UncertainLabels::ones:
      return 1.0F;
    case UncertainLabels::zeros:
      return 0.0F;
    case UncertainLabels::ignore:
      break;
  }
  return std::numeric_limits<float>::quiet_NaN();
}

/// The table's paths begin with the archive's own name, which the folder may lack.
fs::path film_path(const fs::path& from, const fs::path& listed) {
  std::error_code ignored;
  if (fs::exists(from / listed, ignored)) return from / listed;
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
  std::vector<Label> labels;
  std::vector<std::string> positive;
  for (const char* name : findings) {
    const auto value = label_value(table.at(row, name), options.uncertain);
    if (!value) {
      import.problems.push_back(
          {table.place(row),
           std::string(name) + " is \"" + table.at(row, name) + "\", not 1, 0, -1 or blank"});
      return;
    }
    labels.push_back({name, *value});
    if (*value == 1.0F) positive.emplace_back(name);
  }
  import.findings.insert(findings.begin(), findings.end());
  const std::string class_name = class_of_all(positive, options, classes);
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
       .labels = options.labels ? labels : std::vector<Label>{},
       .named_in = table.place(row)});
}

}  // namespace

Result<Import> import_chexpert(const ImportOptions& options) {
  std::vector<std::string> required = {"Path", "Frontal/Lateral"};
  required.insert(required.end(), findings.begin(), findings.end());
  Import import;
  bool any = false;
  for (const auto& [name, split] :
       {std::pair{"train.csv", "train"}, std::pair{"valid.csv", "test"}}) {
    std::error_code ignored;
    if (any && !fs::exists(options.from / name, ignored)) continue;
    CHESTLENS_TRY(const auto table, Table::read(options.from / name, required));
    if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
    for (const CsvRecord& row : table.rows()) take_row(table, row, split, options, import);
    any = true;
  }
  return import;
}

}  // namespace chestlens
