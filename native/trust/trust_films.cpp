#include "trust/trust_films.hpp"

#include "data/film_cache.hpp"
#include "data/film_digests.hpp"
#include "trust/damage.hpp"
#include "trust/generated_kinds.hpp"
#include "trust/surprise_kinds.hpp"

#include <chestlens/trust_words.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

namespace chestlens {

namespace fs = std::filesystem;

Result<OwnFilms> own_films(const Bundle& bundle, const fs::path& folder, const fs::path& data,
                           int threads) {
  if (!bundle.films) {
    return fail(ErrorCode::unsupported,
                "has no films.json, so that its training films are not known: export the run again",
                folder.string());
  }
  OwnFilms films;
  CHESTLENS_TRY(films.manifest, load_manifest(data));
  CHESTLENS_TRY(const auto digests, film_digests(films.manifest, film_cache_folder(), threads));
  const auto roles = film_roles(films.manifest, digests, *bundle.films);
  for (std::size_t i = 0; i < roles.size(); ++i) {
    if (roles[i] == FilmRole::trained) films.training.push_back(i);
    if (roles[i] == FilmRole::validation) films.validation.push_back(i);
    if (roles[i] == FilmRole::unseen) films.unseen.push_back(i);
  }
  if (!films.training.empty() && !films.validation.empty()) return films;
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("holds {} of the films that trained {} and {} of those that validated it: "
                  "give the folder of its own films",
                  films.training.size(), bundle.card.name, films.validation.size()),
      data.string());
}

std::vector<fs::path> files_of(const OwnFilms& films, const std::vector<std::size_t>& rows) {
  std::vector<fs::path> files;
  for (const std::size_t i : rows) {
    files.push_back(films.manifest.folder / films.manifest.films[i].file);
  }
  return files;
}

std::vector<int> sources_of(const OwnFilms& films, const std::vector<std::size_t>& rows) {
  std::map<std::string, int> numbers;
  std::vector<int> sources;
  for (const std::size_t i : rows) {
    const auto next = static_cast<int>(numbers.size());
    sources.push_back(numbers.try_emplace(films.manifest.films[i].source, next).first->second);
  }
  return sources;
}

std::vector<std::size_t> some_to_change(const std::vector<std::size_t>& rows) {
  constexpr std::size_t most = 300;
  if (rows.size() <= most) return rows;
  std::vector<std::size_t> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(rows[i * rows.size() / most]);
  return some;
}

Result<std::vector<PictureKind>> measured_kinds(const OwnFilms& films, const fs::path& surprises) {
  std::vector<PictureKind> kinds;
  if (!films.unseen.empty()) {
    kinds.push_back(films_of(std::string(unseen_films), files_of(films, films.unseen)));
    const auto some = films_of("some", files_of(films, some_to_change(films.unseen)));
    for (auto ways : {ways_to_change_a_film(), ways_to_damage_a_film()}) {
      for (auto& [name, change] : ways) kinds.push_back(changed(some, name, change));
    }
  }
  std::ranges::move(generated_kinds(), std::back_inserter(kinds));
  kinds.push_back(phantom_kind());
  if (!surprises.empty()) {
    CHESTLENS_TRY(auto given, surprise_kinds(surprises));
    std::ranges::move(given, std::back_inserter(kinds));
  }
  return kinds;
}

}  // namespace chestlens
