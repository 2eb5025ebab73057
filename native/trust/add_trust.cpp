#include "trust/add_trust.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_files.hpp"
#include "bundle/session.hpp"
#include "data/film_cache.hpp"
#include "data/film_digests.hpp"
#include "trust/damage.hpp"
#include "trust/fit_trust.hpp"
#include "trust/generated_kinds.hpp"
#include "trust/surprise_kinds.hpp"

#include <chestlens/metrics.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// Films that are changed to measure with: a share of those at hand.
constexpr std::size_t most_changed = 300;

/// The bundle's own films in a folder, and those that it never saw.
struct OwnFilms {
  std::vector<fs::path> training;
  std::vector<int> training_sources;
  std::vector<fs::path> validation;
  std::vector<fs::path> unseen;
};

Result<OwnFilms> own_films(const Bundle& bundle, const AddTrustOptions& options) {
  if (!bundle.films) {
    return fail(ErrorCode::unsupported,
                "has no films.json, so that its training films are not known: export the run again",
                options.bundle.string());
  }
  CHESTLENS_TRY(const auto manifest, load_manifest(options.data));
  CHESTLENS_TRY(const auto digests, film_digests(manifest, film_cache_folder(), options.threads));
  const auto roles = film_roles(manifest, digests, *bundle.films);
  OwnFilms films;
  std::map<std::string, int> sources;
  for (std::size_t i = 0; i < roles.size(); ++i) {
    const fs::path file = manifest.folder / manifest.films[i].file;
    if (roles[i] == FilmRole::trained) {
      films.training.push_back(file);
      const auto number = static_cast<int>(sources.size());
      films.training_sources.push_back(
          sources.try_emplace(manifest.films[i].source, number).first->second);
    }
    if (roles[i] == FilmRole::validation) films.validation.push_back(file);
    if (roles[i] == FilmRole::unseen) films.unseen.push_back(file);
  }
  if (!films.training.empty() && !films.validation.empty()) return films;
  return fail(
      ErrorCode::invalid_argument,
      fmt::format("holds {} of the films that trained {} and {} of those that validated it: "
                  "give the folder of its own films",
                  films.training.size(), bundle.card.name, films.validation.size()),
      options.data.string());
}

/// Some of the files, spread over all.
std::vector<fs::path> some_of(const std::vector<fs::path>& files, std::size_t most) {
  if (files.size() <= most) return files;
  std::vector<fs::path> some;
  for (std::size_t i = 0; i < most; ++i) some.push_back(files[i * files.size() / most]);
  return some;
}

DepthFeatures joined(DepthFeatures all, const DepthFeatures& more) {
  for (std::size_t d = 0; d < all.size(); ++d) {
    all[d].width = more[d].width;
    all[d].values.insert(all[d].values.end(), more[d].values.begin(), more[d].values.end());
  }
  return all;
}

Result<TrustModel> fit(const OnnxSession& session, const InputSpec& input, const OwnFilms& own,
                       int threads, const Reporter& reporter) {
  TrustFilms films{{}, own.training_sources, {}, {}};
  CHESTLENS_TRY(films.training, depth_features(session, input, films_of("training", own.training),
                                               threads, reporter));
  const auto validation = films_of("validation", own.validation);
  CHESTLENS_TRY(films.validation, depth_features(session, input, validation, threads, reporter));
  const auto some = films_of("damaged", some_of(own.validation, most_changed));
  for (const auto& [name, change] : ways_to_damage_a_film()) {
    CHESTLENS_TRY(const auto features,
                  depth_features(session, input, changed(some, "validation, " + name, change),
                                 threads, reporter));
    films.damaged = joined(std::move(films.damaged), features);
  }
  return fit_trust(films, threads);
}

/// What is measured: unseen films as they are and changed, and what is no film.
Result<std::vector<PictureKind>> measured_kinds(const OwnFilms& own, const fs::path& surprises) {
  std::vector<PictureKind> kinds;
  if (!own.unseen.empty()) {
    kinds.push_back(films_of("films never seen", own.unseen));
    const auto some = films_of("some", some_of(own.unseen, most_changed));
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

Result<MeasuredMetric> measure(const OnnxSession& session, const Card& card,
                               const TrustModel& model, const PictureKind& kind, int threads,
                               const Reporter& reporter) {
  CHESTLENS_TRY(const auto features, depth_features(session, card.input, kind, threads, reporter));
  CHESTLENS_TRY(const auto scores, trust_scores(model, features));
  const auto warned = std::ranges::count_if(scores, [](double score) { return score > 1.0; });
  const auto count = std::ssize(scores);
  const auto [low, high] = wilson_interval(warned, count);
  return MeasuredMetric{kind.name, static_cast<double>(warned) / static_cast<double>(count), low,
                        high, fmt::format("{} pictures", count)};
}

}  // namespace

Result<Card> add_trust(const AddTrustOptions& options, const Reporter& reporter) {
  CHESTLENS_TRY(auto bundle, read_bundle(options.bundle));
  Card& card = bundle.card;
  if (card.format < 2) {
    return fail(ErrorCode::unsupported,
                "is of format 1, whose model does not say what trust is told by: chestlens upgrade "
                "rewrites it",
                options.bundle.string());
  }
  const OutputRule rule{.replace = true};
  CHESTLENS_CHECK(check_bundle_place(options.bundle, rule));
  CHESTLENS_TRY(const auto films, own_films(bundle, options));
  CHESTLENS_TRY(const auto session,
                open_session(bundle, options.bundle, {.threads = options.threads}));
  CHESTLENS_TRY(auto fitted, fit(session, card.input, films, options.threads, reporter));
  fitted.model_sha256 = model_sha256(card);
  const auto bytes = to_bytes(fitted);
  CHESTLENS_TRY(const auto model, parse_trust(bytes));  // as it will be read, in float16

  CHESTLENS_TRY(const auto kinds, measured_kinds(films, options.surprises));
  card.trust.clear();
  for (const PictureKind& kind : kinds) {
    CHESTLENS_TRY(auto share, measure(session, card, model, kind, options.threads, reporter));
    card.trust.push_back(std::move(share));
  }
  CHESTLENS_TRY(auto files, read_bundle_files(options.bundle, card));
  files[trust_file] = bytes;
  return write_bundle_files(options.bundle, std::move(card), files, rule);
}

}  // namespace chestlens
