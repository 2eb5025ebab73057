#include "curation/chexpert_labels.hpp"
#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "files/stored.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

constexpr FindingClass classes[] = {{"No finding", "normal"}};
constexpr const char* no_finding = "No finding";

/// What radiologists said of a film: three of each training film, of a test film their consensus
/// (Nguyen 2022).
struct VindrFilm {
  std::set<std::string> radiologists;
  std::map<std::string, std::set<std::string>> named;  // finding -> who named it
  std::string split;
  std::string named_in;
};

using VindrFilms = std::map<std::string, VindrFilm>;

VindrFilm& film_of(VindrFilms& films, const Table& table, const CsvRecord& row,
                   const std::string& split) {
  VindrFilm& film = films[table.at(row, "image_id")];
  film.split = split;
  if (film.named_in.empty()) film.named_in = table.place(row);
  film.radiologists.insert(table.at(row, "rad_id"));
  return film;
}

/// PhysioNet's table: one row for each radiologist, one column for each finding.
Status read_image_labels(const fs::path& path, const std::string& split, VindrFilms& films,
                         Import& import) {
  CHESTLENS_TRY(const auto table, Table::read(path, {"image_id", no_finding}));
  if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
  std::vector<std::string> findings;
  for (const std::string& column : table.columns()) {
    const std::string name = lower_case(column);
    if (name == "image_id" || name == "rad_id") continue;
    findings.push_back(column == "Other disease" ? "Other diseases" : column);  // of the test table
  }
  import.findings.insert(findings.begin(), findings.end());
  for (const CsvRecord& row : table.rows()) {
    VindrFilm& film = film_of(films, table, row, split);
    for (const std::string& finding : findings) {
      std::string value = table.at(row, finding);
      if (value.empty() && finding == "Other diseases") value = table.at(row, "Other disease");
      if (value == "1" || value == "1.0") film.named[finding].insert(table.at(row, "rad_id"));
    }
  }
  return {};
}

/// Kaggle's train.csv: one row for each box of a radiologist, and one for "No finding".
Status read_boxes(const fs::path& path, VindrFilms& films, Import& import) {
  CHESTLENS_TRY(const auto table, Table::read(path, {"image_id", "class_name", "rad_id"}));
  if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
  for (const CsvRecord& row : table.rows()) {
    const std::string finding = table.at(row, "class_name");
    import.findings.insert(finding);
    film_of(films, table, row, "").named[finding].insert(table.at(row, "rad_id"));
  }
  return {};
}

/// The first that is there of the table beside the films and in annotations, or nothing.
fs::path table_at(const fs::path& from, const std::string& name) {
  for (const fs::path& path : {from / name, from / "annotations" / name}) {
    if (is_stored(path) || is_stored(path.string() + ".gz")) return path;
  }
  return {};
}

Result<VindrFilms> read_tables(const fs::path& from, Import& import) {
  VindrFilms films;
  for (const std::string split : {"train", "test"}) {
    const fs::path path = table_at(from, "image_labels_" + split + ".csv");
    if (!path.empty()) CHESTLENS_CHECK(read_image_labels(path, split, films, import));
  }
  if (!films.empty()) return films;
  CHESTLENS_CHECK(read_boxes(from / "train.csv", films, import));
  return films;
}

/// Findings that most radiologists name; that there is none, only all of them may say.
std::vector<std::string> agreed(const VindrFilm& film) {
  std::vector<std::string> findings;
  for (const auto& [finding, by] : film.named) {
    const std::size_t wanted =
        finding == no_finding ? film.radiologists.size() : film.radiologists.size() / 2 + 1;
    if (by.size() >= wanted) findings.push_back(finding);
  }
  return findings;
}

std::vector<Label> labels_of(const VindrFilm& film, const std::set<std::string>& findings,
                             UncertainLabels uncertain) {
  std::vector<Label> labels;
  for (const std::string& finding : findings) {
    const auto found = film.named.find(finding);
    const std::size_t count = found == film.named.end() ? 0 : found->second.size();
    const bool is_agreed = count == 0 || count == film.radiologists.size();
    labels.push_back(
        {finding, is_agreed ? (count == 0 ? 0.0F : 1.0F) : uncertain_value(uncertain)});
  }
  return labels;
}

fs::path film_path(const fs::path& from, const std::string& id, const std::string& split,
                   FilmsByName& films) {
  const std::string folder = split.empty() ? "train" : split;
  fs::path listed = from / folder / (id + ".dicom");
  if (is_stored(listed)) return listed;
  for (const char* ending : {".dicom", ".dcm", ".png", ".jpg"}) {
    if (fs::path found = films.find(id + ending, folder); !found.empty()) return found;
  }
  return listed;
}

}  // namespace

Result<Import> import_vindr(const ImportOptions& options) {
  Import import;
  CHESTLENS_TRY(const auto films, read_tables(options.from, import));
  FilmsByName by_name(options.from);
  for (const auto& [id, film] : films) {
    if (id.empty()) {
      import.problems.push_back({film.named_in, "image_id is empty"});
      continue;
    }
    const std::vector<std::string> findings = agreed(film);
    const std::string class_name = class_of_all(findings, options, classes);
    if (class_name.empty() && !options.labels) {
      const bool is_split = findings.empty();
      ++import.left_out[is_split ? "radiologists disagree" : "no finding that has a class"];
      continue;
    }
    import.films.push_back({.path = film_path(options.from, id, film.split, by_name),
                            .class_name = class_name,
                            .patient_id = "vindr:" + id,
                            .patient_known = false,
                            .split = film.split,
                            .source = "VinDr-CXR",
                            .view = "PA",  // all of them
                            .licence = "PhysioNet Credentialed Health Data License 1.5.0",
                            .licence_source = "https://physionet.org/content/vindr-cxr/1.0.0/",
                            .labels = options.labels
                                          ? labels_of(film, import.findings, options.uncertain)
                                          : std::vector<Label>{},
                            .named_in = film.named_in});
  }
  return import;
}

}  // namespace chestlens
