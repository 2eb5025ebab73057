#include "evaluate/bundle_films.hpp"

#include "data/film_digests.hpp"
#include "evaluate/redraw_split.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

using Roles = std::vector<FilmRole>;  // one per film of the manifest

constexpr const char* record_advice =
    "chestlens evaluate --bundle FOLDER --record-films writes down which films it saw";

/// The roles of the films for a bundle that does not say which films it saw.
Result<Roles> roles_of_older(const Card& card, const Manifest& manifest, EvaluatedPart part,
                             const Reporter& reporter) {
  const auto split = redraw_split(card, manifest, reporter);
  if (split) {
    reporter.note(card.name +
                  " does not say which films it saw; as many of each source as its card counts "
                  "are here, so its split is drawn again by its recipe. " +
                  record_advice);
    return film_roles(manifest, *split);
  }
  if (part == EvaluatedPart::validation) return tl::unexpected(split.error());
  reporter.note(card.name +
                " does not say which films it saw, and these are not the films that its card "
                "counts: that none of them trained it is not known");
  return Roles(manifest.films.size(), FilmRole::unseen);
}

Result<Roles> roles_of(const Bundle& bundle, const Manifest& manifest,
                       std::span<const std::string> sha256, EvaluatedPart part,
                       const Reporter& reporter) {
  if (!bundle.films) return roles_of_older(bundle.card, manifest, part, reporter);
  auto roles = film_roles(manifest, sha256, *bundle.films);
  if (part != EvaluatedPart::validation) return roles;
  const auto here = static_cast<std::size_t>(std::ranges::count(roles, FilmRole::validation));
  const std::size_t all = bundle.films->validation.size();
  if (here < all) {
    reporter.note(
        fmt::format("{}: {} of its {} validation films are here", bundle.card.name, here, all));
  }
  return roles;
}

/// Films that are not scored, by the reason.
struct LeftOut {
  std::int64_t trained = 0, training_patients = 0, validation = 0, unseen = 0, repeated = 0;

  std::string text(const Manifest& manifest) const {
    std::vector<std::string> reasons;
    const auto add = [&](std::int64_t films, const std::string& reason) {
      if (films > 0) reasons.push_back(fmt::format("{} {}", films, reason));
    };
    for (const auto& [name, films] : manifest.other_classes) {
      add(films, "of the class " + name + ", which no model knows");
    }
    add(manifest.duplicates_dropped, "that the manifest calls duplicates");
    add(repeated, "whose files repeat another's, byte by byte");
    add(trained, "that trained a model");
    add(training_patients, "other films of its training patients");
    add(validation, "that chose its epoch, or of their patients");
    add(unseen, "that it never saw");
    return joined(reasons);
  }
};

void leave_out(LeftOut& films, FilmRole role) {
  switch (role) {
    case FilmRole::trained:
      ++films.trained;
      break;
    case FilmRole::training_patient:
      ++films.training_patients;
      break;
    case FilmRole::validation:
    case FilmRole::validation_patient:
      ++films.validation;
      break;
    case FilmRole::unseen:
      ++films.unseen;
      break;
  }
}

/// Whether a split that was drawn again told some film from others.
bool knows_a_film(const Roles& roles) {
  return std::ranges::any_of(roles, [](FilmRole role) { return role != FilmRole::unseen; });
}

/// What external films are called: their name, or their folder's.
std::string external_name(const FilmsAtHand& films) {
  if (films.part != EvaluatedPart::external) return {};
  if (!films.name.empty()) return films.name;
  std::error_code ignored;
  return fs::absolute(films.folder / "", ignored).lexically_normal().parent_path().filename();
}

/// The manifest, with what is left out or not known of it said.
Result<Manifest> load_films(const FilmsAtHand& films, const std::vector<std::string>& classes,
                            const Reporter& reporter) {
  const bool external = films.part == EvaluatedPart::external;
  CHESTLENS_TRY(auto manifest,
                load_manifest(films.folder, {.classes = classes, .external = external}));
  report_left_out(manifest, reporter);
  if (manifest.films.empty()) {
    return fail(ErrorCode::invalid_argument,
                "has no film of the classes " + joined(classes) + ", which the model knows",
                films.folder.string());
  }
  const auto alone = std::ranges::count(manifest.films, false, &ManifestRow::patient_known);
  if (external && alone > 0) {
    reporter.note(
        fmt::format("{}: {} of {} films do not say whose they are; each counts as a "
                    "patient of its own",
                    films.folder.string(), alone, manifest.films.size()));
  }
  return manifest;
}

/// The data by the roles that every model gives each film. Of films that are the same file one
/// counts, where digests are known; validation films are those that chose an epoch, all of them.
RunData parted(Manifest manifest, const std::vector<Roles>& models,
               std::span<const std::string> sha256, EvaluatedPart part, const Reporter& reporter) {
  RunData data{.manifest = std::move(manifest)};
  LeftOut left_out;
  std::set<std::string_view> counted_files;
  std::size_t scored = 0;
  for (std::size_t i = 0; i < data.manifest.films.size(); ++i) {
    const auto role_in = [i](const Roles& roles) { return roles[i]; };
    const FilmRole worst = role_in(*std::ranges::min_element(models, {}, role_in));
    const bool validates = std::ranges::all_of(
        models, [&](const Roles& roles) { return roles[i] == FilmRole::validation; });
    const bool is_test = data.manifest.films[i].split == DeclaredSplit::test;
    if (worst == FilmRole::trained) data.split.train.push_back(i);
    if (validates) data.split.validation.push_back(i);
    const bool is_wanted = part != EvaluatedPart::test || is_test;
    if (worst == FilmRole::unseen && is_wanted && part != EvaluatedPart::validation &&
        !sha256.empty() && !counted_files.insert(sha256[i]).second) {
      ++left_out.repeated;
      continue;
    }
    if (worst == FilmRole::unseen) data.unseen.push_back(i);
    if (worst == FilmRole::unseen && is_test) data.split.test.push_back(i);
    const bool is_scored =
        part == EvaluatedPart::validation ? validates : worst == FilmRole::unseen && is_wanted;
    if (is_scored) {
      ++scored;
    } else if (is_wanted) {
      leave_out(left_out, worst);
    }
  }
  data.left_out = left_out.text(data.manifest);
  if (!data.left_out.empty()) {
    reporter.note(fmt::format("{}: {} films are scored; left out: {}", to_string(part), scored,
                              data.left_out));
  }
  return data;
}

}  // namespace

Result<RunData> part_films(std::span<const Bundle> bundles, const FilmsAtHand& films,
                           const Reporter& reporter) {
  const Card& first = bundles.front().card;
  CHESTLENS_TRY(auto manifest,
                with_context(load_films(films, first.classes, reporter), first.name));
  std::vector<std::string> sha256;
  const bool is_external = films.part == EvaluatedPart::external;
  if (is_external ||
      std::ranges::any_of(bundles, [](const Bundle& bundle) { return bundle.films.has_value(); })) {
    CHESTLENS_TRY(sha256, film_digests(manifest, films.cache_folder, films.threads));
  }
  std::vector<Roles> models;
  bool patients_known = true;
  bool seen_known = true;
  for (const Bundle& bundle : bundles) {
    CHESTLENS_TRY(auto roles, roles_of(bundle, manifest, sha256, films.part, reporter));
    seen_known = seen_known && (bundle.films || knows_a_film(roles));
    models.push_back(std::move(roles));
    const auto& provenance = bundle.card.provenance;
    patients_known = patients_known && (!provenance || provenance->patients_known);
  }
  RunData data = parted(std::move(manifest), models, sha256, films.part, reporter);
  data.patients_known = patients_known;
  data.seen_known = seen_known;
  data.films_name = external_name(films);
  data.cache_folder = films.cache_folder;
  return data;
}

Result<RunData> part_films(const Run& run, const FilmsAtHand& films, const Reporter& reporter) {
  CHESTLENS_TRY(const auto own, with_context(load_run_data(run),
                                             "the films that trained the run are needed to know "
                                             "them again"));
  CHESTLENS_TRY(const auto own_sha256,
                own.split.sha256.empty()
                    ? film_digests(own.manifest, films.cache_folder, films.threads)
                    : Result<std::vector<std::string>>(own.split.sha256));
  CHESTLENS_TRY(auto manifest, load_films(films, run.classes, reporter));
  CHESTLENS_TRY(const auto sha256, film_digests(manifest, films.cache_folder, films.threads));
  const SeenFilms seen = seen_films(own.manifest, own.split, own_sha256);
  const auto roles = film_roles(manifest, sha256, seen);
  RunData data = parted(std::move(manifest), {roles}, sha256, films.part, reporter);
  data.patients_known = own.patients_known;
  data.films_name = external_name(films);
  data.cache_folder = films.cache_folder;
  return data;
}

}  // namespace chestlens
