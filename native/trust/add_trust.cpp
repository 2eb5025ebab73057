#include "trust/add_trust.hpp"

#include "bundle/bundle.hpp"
#include "bundle/bundle_files.hpp"
#include "bundle/session.hpp"
#include "trust/damage.hpp"
#include "trust/fit_trust.hpp"
#include "trust/trust_films.hpp"
#include "trust/warned_share.hpp"

#include <utility>
#include <vector>

namespace chestlens {
namespace {

DepthFeatures joined(DepthFeatures all, const DepthFeatures& more) {
  for (std::size_t d = 0; d < all.size(); ++d) {
    all[d].width = more[d].width;
    all[d].values.insert(all[d].values.end(), more[d].values.begin(), more[d].values.end());
  }
  return all;
}

Result<TrustModel> fit(const OnnxSession& session, const InputSpec& input, const OwnFilms& own,
                       int threads, const Reporter& reporter) {
  TrustFilms films{{}, sources_of(own, own.training), {}, {}};
  const auto training = films_of("training", files_of(own, own.training));
  CHESTLENS_TRY(films.training, depth_features(session, input, training, threads, reporter));
  const auto validation = films_of("validation", files_of(own, own.validation));
  CHESTLENS_TRY(films.validation, depth_features(session, input, validation, threads, reporter));
  const auto some = films_of("damaged", files_of(own, some_to_change(own.validation)));
  for (const auto& [name, change] : ways_to_damage_a_film()) {
    CHESTLENS_TRY(const auto features,
                  depth_features(session, input, changed(some, "validation, " + name, change),
                                 threads, reporter));
    films.damaged = joined(std::move(films.damaged), features);
  }
  return fit_trust(films, threads);
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
  CHESTLENS_TRY(const auto films, own_films(bundle, options.bundle, options.data, options.threads));
  CHESTLENS_TRY(const auto session,
                open_session(bundle, options.bundle, {.threads = options.threads}));
  CHESTLENS_TRY(auto fitted, fit(session, card.input, films, options.threads, reporter));
  fitted.model_sha256 = model_sha256(card);
  const auto bytes = to_bytes(fitted);
  CHESTLENS_TRY(const auto model, parse_trust(bytes));  // as it will be read, in float16

  CHESTLENS_TRY(const auto kinds, measured_kinds(films, options.surprises));
  card.trust.clear();
  for (const PictureKind& kind : kinds) {
    CHESTLENS_TRY(auto share, warned_share(session, card, model, kind, options.threads, reporter));
    card.trust.push_back(std::move(share));
  }
  CHESTLENS_TRY(auto files, read_bundle_files(options.bundle, card));
  files[trust_file] = bytes;
  return write_bundle_files(options.bundle, std::move(card), files, rule);
}

}  // namespace chestlens
