#include "bundle/seen_films.hpp"

#include "io/json.hpp"
#include "io/sha256.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t tag_digits = 16;
constexpr std::int64_t films_format = 1;
constexpr JsonLimits film_limits{.bytes = std::size_t{64} << 20U, .depth = 2};  // 3 million films

std::string film_tag(std::string_view sha256) {
  return std::string(sha256.substr(0, tag_digits));
}

std::string patient_tag(const ManifestRow& film) {
  return film_tag(sha256_hex(film.patient_id));
}

void sort_tags(std::vector<std::string>& tags) {
  std::ranges::sort(tags);
  tags.erase(std::unique(tags.begin(), tags.end()), tags.end());
}

bool has_tag(const std::vector<std::string>& tags, const std::string& tag) {
  return std::ranges::binary_search(tags, tag);
}

/// Fills the tags of one part's films and patients.
void add_part(const Manifest& manifest, std::span<const std::size_t> part,
              std::span<const std::string> sha256, std::vector<std::string>& films,
              std::vector<std::string>& patients) {
  for (const std::size_t i : part) {
    films.push_back(film_tag(sha256[i]));
    if (manifest.films[i].patient_known) patients.push_back(patient_tag(manifest.films[i]));
  }
  sort_tags(films);
  sort_tags(patients);
}

bool is_tag(const nlohmann::json& value) {
  if (!value.is_string()) return false;
  const auto& text = value.get_ref<const std::string&>();
  return text.size() == tag_digits &&
         text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

Result<std::vector<std::string>> read_tags(const nlohmann::json& document, const char* key) {
  const auto list = document.find(key);
  if (list == document.end() || !list->is_array() || !std::ranges::all_of(*list, is_tag)) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("must be a list of texts of {} lower-case hex digits", tag_digits),
                key);
  }
  auto tags = list->get<std::vector<std::string>>();
  sort_tags(tags);
  return tags;
}

}  // namespace

SeenFilms seen_films(const Manifest& manifest, const Split& split,
                     std::span<const std::string> sha256) {
  SeenFilms seen;
  add_part(manifest, split.train, sha256, seen.training, seen.training_patients);
  add_part(manifest, split.validation, sha256, seen.validation, seen.validation_patients);
  return seen;
}

std::string to_json(const SeenFilms& seen) {
  const nlohmann::ordered_json document{{"format", films_format},
                                        {"training", seen.training},
                                        {"validation", seen.validation},
                                        {"training_patients", seen.training_patients},
                                        {"validation_patients", seen.validation_patients}};
  return document.dump() + '\n';
}

Result<SeenFilms> parse_seen_films(std::string_view json) {
  CHESTLENS_TRY(const auto document, parse_json(json, film_limits));
  if (!document.is_object()) return fail(ErrorCode::invalid_argument, "is no object");
  const auto format = document.find("format");
  if (format == document.end() || *format != films_format) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("is not {}: use a newer version of this program", films_format),
                "format");
  }
  SeenFilms seen;
  CHESTLENS_TRY(seen.training, read_tags(document, "training"));
  CHESTLENS_TRY(seen.validation, read_tags(document, "validation"));
  CHESTLENS_TRY(seen.training_patients, read_tags(document, "training_patients"));
  CHESTLENS_TRY(seen.validation_patients, read_tags(document, "validation_patients"));
  return seen;
}

std::vector<FilmRole> film_roles(const Manifest& manifest, std::span<const std::string> sha256,
                                 const SeenFilms& seen) {
  std::vector<FilmRole> roles;
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    const std::string film = film_tag(sha256[i]);
    const bool known = manifest.films[i].patient_known;
    const std::string patient = known ? patient_tag(manifest.films[i]) : std::string();
    if (has_tag(seen.training, film)) {
      roles.push_back(FilmRole::trained);
    } else if (known && has_tag(seen.training_patients, patient)) {
      roles.push_back(FilmRole::training_patient);
    } else if (has_tag(seen.validation, film)) {
      roles.push_back(FilmRole::validation);
    } else if (known && has_tag(seen.validation_patients, patient)) {
      roles.push_back(FilmRole::validation_patient);
    } else {
      roles.push_back(FilmRole::unseen);
    }
  }
  return roles;
}

std::vector<FilmRole> film_roles(const Manifest& manifest, const Split& split) {
  std::vector<FilmRole> roles(manifest.films.size(), FilmRole::unseen);
  for (const std::size_t film : split.train) roles[film] = FilmRole::trained;
  for (const std::size_t film : split.validation) roles[film] = FilmRole::validation;
  return roles;
}

}  // namespace chestlens
