#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "files/stored.hpp"
#include "io/other_names.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

// The path of a finding as in Pneumonia/Viral/COVID-19; before August 2020 its last part alone.
constexpr FindingClass classes[] = {{"COVID-19", "covid19"},
                                    {"Viral", "viral"},
                                    {"SARS", "viral"},
                                    {"MERS-CoV", "viral"},
                                    {"Influenza", "viral"},
                                    {"Varicella", "viral"},
                                    {"Herpes", "viral"},
                                    {"Bacterial", "bacterial"},
                                    {"Streptococcus", "bacterial"},
                                    {"Klebsiella", "bacterial"},
                                    {"Legionella", "bacterial"},
                                    {"E.Coli", "bacterial"},
                                    {"Mycoplasma", "bacterial"},
                                    {"Chlamydophila", "bacterial"},
                                    {"Nocardia", "bacterial"},
                                    {"Staphylococcus", "bacterial"},
                                    {"No Finding", "normal"}};

/// The most special part that has a class decides: COVID-19 before Viral.
std::string class_of_finding(const std::string& finding, const ImportOptions& options,
                             Import& import) {
  import.findings.insert(finding);
  const std::vector<std::string> parts = split_text(finding, "/,");
  import.findings.insert(parts.begin(), parts.end());
  if (const std::string whole = class_of(finding, options, {}); !whole.empty()) return whole;
  for (const std::string& part : std::views::reverse(parts)) {
    if (std::string name = class_of(part, options, classes); !name.empty()) return name;
  }
  return {};
}

bool is_frontal(const std::string& view) {
  return view.starts_with("PA") || view.starts_with("AP");
}

/// Why the row is not wanted, or empty.
std::string unwanted(const std::string& modality, const std::string& view,
                     const ImportOptions& options) {
  if (!modality.empty() && modality != "X-ray") return "modality " + modality;
  if (is_frontal(view) || (options.lateral && view == "L")) return {};
  return "view " + (view.empty() ? std::string("not stated") : view);
}

/// Tables of before April 2020 name no folder.
fs::path film_path(const fs::path& from, const std::string& folder, const std::string& file,
                   FilmsByName& films) {
  fs::path listed = path_on_disk(from / (folder.empty() ? "images" : folder) / file);
  if (is_stored(listed)) return listed;
  fs::path found = films.find(file, "images");
  return found.empty() ? listed : found;
}

}  // namespace

Result<Import> import_ieee8023(const ImportOptions& options) {
  CHESTLENS_TRY(const auto table, Table::read(options.from / "metadata.csv",
                                              {"patientid", "finding", "view", "filename"}));
  Import import;
  if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
  FilmsByName films(options.from);
  for (const CsvRecord& row : table.rows()) {
    const std::string view = table.at(row, "view");
    if (const std::string why = unwanted(table.at(row, "modality"), view, options); !why.empty()) {
      ++import.left_out[why];
      continue;
    }
    const std::string finding = table.at(row, "finding");
    const std::string class_name = class_of_finding(finding, options, import);
    if (class_name.empty()) {
      ++import.left_out["finding " + finding];
      continue;
    }
    const std::string patient = table.at(row, "patientid");
    const std::string file = table.at(row, "filename");
    if (patient.empty() || file.empty()) {
      import.problems.push_back({table.place(row), "patientid or filename is empty"});
      continue;
    }
    const std::string licence = table.at(row, "license");
    import.films.push_back({.path = film_path(options.from, table.at(row, "folder"), file, films),
                            .class_name = class_name,
                            .patient_id = "ieee8023:" + patient,
                            .source = "ieee8023/covid-chestxray-dataset",
                            .view = view,
                            .licence = licence.empty() ? "not stated" : licence,
                            .licence_source = table.at(row, "url"),
                            .named_in = table.place(row)});
  }
  return import;
}

}  // namespace chestlens
