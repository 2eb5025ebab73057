#include "audit/audit_films.hpp"

#include "bundle/seen_films.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t fewest_films = 20;

struct Usable {
  std::vector<std::size_t> films;
  std::string which;  // "that the model never saw"
};

Usable usable_films(const Bundle& bundle, const Manifest& manifest,
                    const std::vector<std::string>& sha256) {
  std::vector<std::size_t> unseen, test, all;
  const auto roles = bundle.films && !sha256.empty() ? film_roles(manifest, sha256, *bundle.films)
                                                     : std::vector<FilmRole>{};
  for (std::size_t i = 0; i < manifest.films.size(); ++i) {
    all.push_back(i);
    if (!roles.empty() && roles[i] == FilmRole::unseen) unseen.push_back(i);
    if (manifest.films[i].split == DeclaredSplit::test) test.push_back(i);
  }
  if (!roles.empty()) return {std::move(unseen), "that the model never saw"};
  if (!test.empty()) return {std::move(test), "that are declared test"};
  return {std::move(all), "of which the model may have seen any"};
}

/// Of each class some films, spread over all of it.
std::vector<std::size_t> spread(const Manifest& manifest, const std::vector<std::size_t>& films,
                                std::size_t most_of_a_class) {
  std::map<int, std::vector<std::size_t>> by_class;
  for (const std::size_t film : films) by_class[manifest.films[film].class_index].push_back(film);
  std::vector<std::size_t> kept;
  for (const auto& [class_index, of_class] : by_class) {
    const std::size_t count = std::min(of_class.size(), most_of_a_class);
    for (std::size_t i = 0; i < count; ++i) kept.push_back(of_class[i * of_class.size() / count]);
  }
  std::ranges::sort(kept);
  return kept;
}

}  // namespace

Result<AuditFilms> audit_films(const Bundle& bundle, const Manifest& manifest,
                               const std::vector<std::string>& sha256, std::size_t most) {
  if (manifest.films.empty()) {
    return fail(ErrorCode::mismatch,
                fmt::format("has no film of {}'s classes ({})", bundle.card.name,
                            joined(bundle.card.classes)),
                manifest.folder.string());
  }
  const Usable usable = usable_films(bundle, manifest, sha256);
  const std::size_t classes = std::max<std::size_t>(1, manifest.classes.size());
  const auto films = spread(manifest, usable.films, std::max<std::size_t>(1, most / classes));
  AuditFilms chosen;
  chosen.classes = manifest.classes;
  std::map<std::string, int> sources;
  std::vector<std::string> patients;
  std::set<int> found;
  for (const std::size_t film : films) {
    const ManifestRow& row = manifest.films[film];
    const std::string source = row.source.empty() ? "not stated" : row.source;
    const auto number = static_cast<int>(sources.size());
    const auto [at, is_new] = sources.try_emplace(source, number);
    if (is_new) chosen.sources.push_back(source);
    chosen.paths.push_back(manifest.folder / row.file);
    chosen.class_of.push_back(row.class_index);
    chosen.source_of.push_back(at->second);
    patients.push_back(row.patient_id);
    found.insert(row.class_index);
  }
  if (films.size() < fewest_films || found.size() < 2) {
    return fail(ErrorCode::invalid_argument,
                fmt::format("has {} {}, of {}: an audit takes {} films, and two classes or more",
                            counted(films.size(), "film"), usable.which,
                            found.size() == 1 ? "1 class" : fmt::format("{} classes", found.size()),
                            fewest_films),
                manifest.folder.string());
  }
  chosen.patients = films_by_patient(patients);
  chosen.measured_on =
      fmt::format("{} films of {} patients {}", films.size(), chosen.patients.size(), usable.which);
  return chosen;
}

}  // namespace chestlens
