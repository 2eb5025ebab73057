#include "curation/chexpert_labels.hpp"
#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "files/stored.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"No Finding", "normal"}};

/// Reports by the number of their study.
using Studies = std::map<std::string, ChexpertLabels>;

struct Tables {
  Table films;
  Studies studies;
  std::map<std::string, std::string> splits;  // by film; empty where the table is not there
};

Result<Table> read_table(const fs::path& from, const std::string& name,
                         const std::vector<std::string>& required, Import& import) {
  CHESTLENS_TRY(auto table, Table::read(from / ("mimic-cxr-2.0.0-" + name + ".csv"), required));
  if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
  return table;
}

Result<Studies> read_studies(const ImportOptions& options, Import& import) {
  std::vector<std::string> required = {"subject_id", "study_id"};
  required.insert(required.end(), chexpert_findings.begin(), chexpert_findings.end());
  CHESTLENS_TRY(const auto table, read_table(options.from, "chexpert", required, import));
  Studies studies;
  for (const CsvRecord& row : table.rows()) {
    auto labels = chexpert_labels(table, row, options.uncertain);
    if (labels) {
      studies.emplace(table.at(row, "study_id"), *std::move(labels));
    } else {
      import.problems.push_back({table.place(row), labels.error().message});
    }
  }
  return studies;
}

Result<std::map<std::string, std::string>> read_splits(const fs::path& from, Import& import) {
  std::map<std::string, std::string> splits;
  const fs::path path = from / "mimic-cxr-2.0.0-split.csv";
  if (!is_stored(path) && !is_stored(path.string() + ".gz")) return splits;
  CHESTLENS_TRY(const auto table, read_table(from, "split", {"dicom_id", "split"}, import));
  for (const CsvRecord& row : table.rows()) {
    const std::string split = table.at(row, "split");
    splits[table.at(row, "dicom_id")] = split == "validate" ? "validation" : split;
  }
  return splits;
}

Result<Tables> read_tables(const ImportOptions& options, Import& import) {
  CHESTLENS_TRY(auto films,
                read_table(options.from, "metadata",
                           {"dicom_id", "subject_id", "study_id", "ViewPosition"}, import));
  CHESTLENS_TRY(auto studies, read_studies(options, import));
  CHESTLENS_TRY(auto splits, read_splits(options.from, import));
  return Tables{std::move(films), std::move(studies), std::move(splits)};
}

/// files/p10/p10000032/s50414267/FILM.dcm, or .jpg as MIMIC-CXR-JPG has it.
fs::path film_path(const fs::path& from, const std::string& subject, const std::string& study,
                   const std::string& film) {
  const fs::path inside =
      fs::path("p" + subject.substr(0, 2)) / ("p" + subject) / ("s" + study) / film;
  for (const fs::path& folder : {from / "files" / inside, from / inside}) {
    for (const char* ending : {".dcm", ".jpg", ".png"}) {
      fs::path path = folder.string() + ending;
      if (is_stored(path)) return path;
    }
  }
  return (from / "files" / inside).string() + ".dcm";
}

bool is_wanted_view(const std::string& view, bool lateral) {
  return view == "AP" || view == "PA" || (lateral && (view == "LATERAL" || view == "LL"));
}

void take_film(const Tables& tables, const CsvRecord& row, const ImportOptions& options,
               Import& import) {
  const auto at = [&](const char* column) { return tables.films.at(row, column); };
  const std::string film = at("dicom_id"), subject = at("subject_id"), study = at("study_id");
  if (film.empty() || subject.empty() || study.empty()) {
    import.problems.push_back(
        {tables.films.place(row), "dicom_id, subject_id or study_id is empty"});
    return;
  }
  const std::string view = at("ViewPosition");
  if (!is_wanted_view(view, options.lateral)) {
    ++import.left_out["view " + (view.empty() ? std::string("not stated") : view)];
    return;
  }
  const auto report = tables.studies.find(study);
  if (report == tables.studies.end()) {
    ++import.left_out["no labels of its study"];
    return;
  }
  const std::string class_name = class_of_all(report->second.positive, options, classes);
  if (class_name.empty() && !options.labels) {
    ++import.left_out["no finding that has a class"];
    return;
  }
  const auto split = tables.splits.find(film);
  import.films.push_back({.path = film_path(options.from, subject, study, film),
                          .class_name = class_name,
                          .patient_id = "mimic-cxr:" + subject,
                          .split = split == tables.splits.end() ? std::string() : split->second,
                          .source = "MIMIC-CXR",
                          .view = view,
                          .licence = "PhysioNet Credentialed Health Data License 1.5.0",
                          .licence_source = "https://physionet.org/content/mimic-cxr/",
                          .labels = options.labels ? report->second.labels : std::vector<Label>{},
                          .named_in = tables.films.place(row)});
}

}  // namespace

Result<Import> import_mimic(const ImportOptions& options) {
  Import import;
  CHESTLENS_TRY(const auto tables, read_tables(options, import));
  import.findings.insert(chexpert_findings.begin(), chexpert_findings.end());
  for (const CsvRecord& row : tables.films.rows()) take_film(tables, row, options, import);
  return import;
}

}  // namespace chestlens
