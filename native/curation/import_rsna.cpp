#include "curation/films_below.hpp"
#include "curation/formats.hpp"
#include "curation/table.hpp"
#include "files/stored.hpp"
#include "io/guarded.hpp"
#include "io/json.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

// "Normal" is a film without any finding; opacities are pneumonia of no stated cause (Shih 2019).
constexpr FindingClass classes[] = {{"Normal", "normal"}};
constexpr const char* opacity = "Lung Opacity";

/// What the tables say of a film, of which they have a row for each box.
struct RsnaFilm {
  std::string finding;
  bool has_opacity = false;
  bool is_contradicted = false;
  std::string named_in;
};

using RsnaFilms = std::map<std::string, RsnaFilm>;

void note_table(const Table& table, Import& import) {
  if (std::string note = table.note(); !note.empty()) import.notices.push_back(std::move(note));
}

Result<RsnaFilms> read_targets(const fs::path& from, Import& import) {
  CHESTLENS_TRY(const auto table,
                Table::read(from / "stage_2_train_labels.csv", {"patientId", "Target"}));
  note_table(table, import);
  RsnaFilms films;
  for (const CsvRecord& row : table.rows()) {
    const std::string target = table.at(row, "Target");
    const std::string id = table.at(row, "patientId");
    if ((target != "0" && target != "1") || id.empty()) {
      import.problems.push_back({table.place(row), "patientId is empty, or Target not 0 or 1"});
      continue;
    }
    const bool has_opacity = target == "1";
    const auto [film, is_new] =
        films.try_emplace(id, RsnaFilm{has_opacity ? opacity : "no " + std::string(opacity),
                                       has_opacity, false, table.place(row)});
    if (!is_new && film->second.has_opacity != has_opacity) film->second.is_contradicted = true;
  }
  return films;
}

/// The three classes of the detailed table, where it is there: by the first one alone a film
/// without an opacity may be normal or not.
Status read_details(const fs::path& from, RsnaFilms& films, Import& import) {
  const fs::path path = from / "stage_2_detailed_class_info.csv";
  if (!is_stored(path) && !is_stored(path.string() + ".gz")) {
    import.notices.push_back(
        "stage_2_detailed_class_info.csv is not there, which says which films are normal; put it "
        "beside stage_2_train_labels.csv");
    return {};
  }
  CHESTLENS_TRY(const auto table, Table::read(path, {"patientId", "class"}));
  note_table(table, import);
  for (const CsvRecord& row : table.rows()) {
    const auto found = films.find(table.at(row, "patientId"));
    if (found == films.end()) continue;
    RsnaFilm& film = found->second;
    film.finding = table.at(row, "class");
    if (film.has_opacity != (film.finding == opacity)) film.is_contradicted = true;
  }
  return {};
}

/// Patients of NIH ChestX-ray14, which the films are of, by the mapping that RSNA published later.
Result<std::map<std::string, std::string>> nih_patients(const fs::path& from) {
  const fs::path path = from / "pneumonia-challenge-dataset-mappings_2018.json";
  std::map<std::string, std::string> patients;
  if (!is_stored(path)) return patients;
  CHESTLENS_TRY(const auto text, read_stored_text(path));
  constexpr JsonLimits limits{.bytes = std::size_t{1} << 28U};
  CHESTLENS_TRY(const auto list, with_context(parse_json(text, limits), path.string()));
  CHESTLENS_CHECK(guarded(path.string(), [&]() -> Status {
    for (const auto& entry : list) {
      const std::string image = entry.at("img_id");  // "00001698_000.png"
      const std::string digits = image.substr(0, image.find('_'));
      const std::size_t first = digits.find_first_not_of('0');
      patients[entry.at("subset_img_id")] = "nih:" + digits.substr(std::min(first, digits.size()));
    }
    return {};
  }));
  return patients;
}

fs::path film_path(const fs::path& from, const std::string& id, FilmsByName& films) {
  fs::path listed = from / "stage_2_train_images" / (id + ".dcm");
  if (is_stored(listed)) return listed;
  for (const char* ending : {".dcm", ".png", ".jpg"}) {
    if (fs::path found = films.find(id + ending, "stage_2_train_images"); !found.empty()) {
      return found;
    }
  }
  return listed;
}

}  // namespace

Result<Import> import_rsna(const ImportOptions& options) {
  Import import;
  CHESTLENS_TRY(auto films, read_targets(options.from, import));
  CHESTLENS_CHECK(read_details(options.from, films, import));
  CHESTLENS_TRY(const auto patients, nih_patients(options.from));
  FilmsByName by_name(options.from);
  for (const auto& [id, film] : films) {
    import.findings.insert(film.finding);
    if (film.is_contradicted) {
      import.problems.push_back({film.named_in, "the tables contradict each other on " + id});
      continue;
    }
    const std::string class_name = class_of(film.finding, options, classes);
    if (class_name.empty() && !options.labels) {
      ++import.left_out["finding " + film.finding];
      continue;
    }
    const auto patient = patients.find(id);
    const Label label{opacity, film.has_opacity ? 1.0F : 0.0F};
    import.films.push_back(
        {.path = film_path(options.from, id, by_name),
         .class_name = class_name,
         .patient_id = patient == patients.end() ? "rsna:" + id : patient->second,
         .patient_known = patient != patients.end(),
         .source = "RSNA Pneumonia Challenge",
         .licence = "RSNA challenge terms: academic research and education, non-commercial",
         .licence_source = "https://www.kaggle.com/c/rsna-pneumonia-detection-challenge",
         .labels = options.labels ? std::vector<Label>{label} : std::vector<Label>{},
         .named_in = film.named_in});
  }
  return import;
}

}  // namespace chestlens
