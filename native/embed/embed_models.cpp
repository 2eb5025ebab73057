#include "embed/embed_models.hpp"

#include "bundle/ask_trust.hpp"
#include "bundle/bundle_map.hpp"
#include "bundle/session.hpp"
#include "data/film.hpp"
#include "data/film_digests.hpp"
#include "data/shown_manifest.hpp"
#include "embed/film_features.hpp"
#include "io/text.hpp"

#include <chestlens/ensemble.hpp>
#include <chestlens/preprocess.hpp>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct OpenBundle {
  fs::path folder;
  Bundle bundle;
};

Status check_together(const std::vector<OpenBundle>& bundles) {
  const Card& first = bundles.front().bundle.card;
  for (std::size_t i = 1; i < bundles.size(); ++i) {
    const Card& card = bundles[i].bundle.card;
    if (card.classes != first.classes) {
      return fail(ErrorCode::mismatch,
                  "has other classes, or has them in another order (" + joined(card.classes) +
                      "), than " + first.name + " (" + joined(first.classes) +
                      "): no picture holds both; map it by itself",
                  bundles[i].folder.string());
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (bundles[j].bundle.card.name != card.name) continue;
      return fail(ErrorCode::invalid_argument,
                  "is named " + card.name + " as " + bundles[j].folder.string() +
                      " is: their files would be the same",
                  bundles[i].folder.string());
    }
  }
  return {};
}

Result<std::vector<OpenBundle>> read_bundles(const std::vector<fs::path>& folders) {
  std::vector<OpenBundle> bundles;
  for (const fs::path& folder : folders) {
    CHESTLENS_TRY(auto bundle, read_bundle(folder));
    bundles.push_back({folder, std::move(bundle)});
  }
  CHESTLENS_CHECK(check_together(bundles));
  return bundles;
}

/// Each film is read, prepared and run on one of the threads.
Result<PredictorMember> member_of(const OpenBundle& open) {
  CHESTLENS_TRY(auto session, open_session(open.bundle, open.folder, {.threads = 1}));
  return PredictorMember{open.bundle.card, std::move(session), 1.0, open.bundle.trust};
}

Result<Trust> trust_in(const PredictorMember& member, const fs::path& film,
                       std::optional<int> frame) {
  if (!member.trust) return ask_trust(member, {}, 0, 1, {});
  CHESTLENS_TRY(const auto image, read_film(film, frame));
  CHESTLENS_TRY(const auto prepared,
                with_context(preprocess(image, member.card.input), film.string()));
  CHESTLENS_TRY(const auto outputs,
                member.session.run(prepared.pixels, 1, {.heatmaps = false, .evidence = false}));
  return with_context(ask_trust(member, outputs, 0, 1, prepared), film.string());
}

Result<std::vector<PlacedFilm>> placed_films(const PredictorMember& member, const ReferenceMap& map,
                                             const EmbedCall& call, const Reporter& reporter,
                                             const std::function<bool()>& stopped) {
  std::vector<PlacedFilm> films;
  if (call.new_films.empty()) return films;
  CHESTLENS_TRY(const auto features,
                film_features(member.session, member.card, call.new_films, call.options.threads,
                              reporter, stopped, call.frame));
  for (std::size_t i = 0; i < call.new_films.size(); ++i) {
    CHESTLENS_TRY(auto placed,
                  with_context(place(map, features.row(i), call.nearest), member.card.name));
    CHESTLENS_TRY(auto trust, trust_in(member, call.new_films[i], call.frame));
    films.push_back({call.new_films[i].string(), std::move(placed), std::move(trust)});
  }
  return films;
}

Result<Manifest> manifest_of(const EmbedCall& call, const std::vector<OpenBundle>& bundles,
                             const Reporter& reporter) {
  const auto& classes = bundles.front().bundle.card.classes;
  auto read = call.external ? load_manifest(call.data, {.classes = classes, .external = true})
                            : load_shown_manifest(call.data, classes, reporter);
  CHESTLENS_TRY(auto manifest, std::move(read));
  if (call.external) report_left_out(manifest, reporter);
  if (manifest.films.size() < fewest_films_of_a_map) {
    return fail(ErrorCode::invalid_argument,
                "has " + counted(manifest.films.size(), "film") + " of " +
                    joined(manifest.classes) + ": a map takes " +
                    std::to_string(fewest_films_of_a_map),
                call.data.string());
  }
  return manifest;
}

}  // namespace

Result<MapStudy> embed_models(const EmbedCall& call, const Reporter& reporter,
                              const std::function<bool()>& stopped) {
  CHESTLENS_TRY(const auto bundles, read_bundles(call.bundles));
  CHESTLENS_TRY(const auto manifest, manifest_of(call, bundles, reporter));
  std::vector<std::string> sha256;
  if (std::ranges::any_of(bundles,
                          [](const OpenBundle& open) { return open.bundle.films.has_value(); })) {
    CHESTLENS_TRY(sha256, film_digests(manifest, call.cache_folder, call.options.threads));
  }
  MapStudy study{.films = map_films(manifest), .models = {}, .seed = call.options.seed};
  for (const OpenBundle& open : bundles) {
    const Card& card = open.bundle.card;
    CHESTLENS_TRY(const auto member, member_of(open));
    CHESTLENS_TRY(auto features, film_features(member.session, card, study.films.paths,
                                               call.options.threads, reporter, stopped));
    CHESTLENS_TRY(auto made, make_map(std::move(features), study.films,
                                      sides_for(open.bundle, manifest, sha256), call.options,
                                      reporter, stopped));
    made.map.model_sha256 = model_sha256(card);
    CHESTLENS_TRY(auto placed, placed_films(member, made.map, call, reporter, stopped));
    study.models.push_back({card.name, card.title, std::move(made), std::move(placed)});
  }
  return study;
}

Result<std::vector<ModelMap>> place_films(const EmbedCall& call, const Reporter& reporter,
                                          const std::function<bool()>& stopped) {
  std::vector<ModelMap> models;
  for (const fs::path& folder : call.bundles) {
    CHESTLENS_TRY(auto bundle, read_bundle(folder));
    const OpenBundle open{folder, std::move(bundle)};
    const Card& card = open.bundle.card;
    CHESTLENS_TRY(auto map, read_map(folder, card));
    if (!map) {
      return fail(ErrorCode::not_found,
                  "holds no map of films: --data FOLDER makes one, and --write-maps puts it into "
                  "the bundle",
                  folder.string());
    }
    CHESTLENS_TRY(const auto member, member_of(open));
    CHESTLENS_TRY(auto placed, placed_films(member, *map, call, reporter, stopped));
    models.push_back({card.name, card.title, {.map = *std::move(map)}, std::move(placed)});
  }
  return models;
}

}  // namespace chestlens
