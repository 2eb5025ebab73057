#include "bundle/build_catalog.hpp"

#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "bundle/session.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

/// Why a catalog cannot keep the ensemble; "" where it can.
std::string reason_to_drop(const CatalogEnsemble& ensemble, const std::vector<std::string>& names,
                           const std::vector<Card>& cards) {
  for (const CatalogMember& member : ensemble.members) {
    const auto found = std::ranges::find(names, member.model);
    if (found == names.end()) return member.model + " is not listed";
    if (!is_of_model(member, cards[static_cast<std::size_t>(found - names.begin())])) {
      return member.model + " is another model than the one that its weights were chosen for";
    }
  }
  return {};
}

/// The bundles whose classes are not the first one's, which no ensemble or table holds with it.
std::vector<std::string> notices_of_classes(const std::vector<std::string>& names,
                                            const std::vector<Card>& cards) {
  std::vector<std::string> notices;
  for (std::size_t i = 1; i < cards.size(); ++i) {
    if (cards[i].classes == cards[0].classes) continue;
    notices.push_back(fmt::format(
        "{} knows {}, {} {}: neither an ensemble nor the table of evaluate --models holds both",
        names[i], joined(cards[i].classes), names[0], joined(cards[0].classes)));
  }
  return notices;
}

/// The ensembles of the folder's catalog; none where it has no catalog yet.
Result<std::vector<CatalogEnsemble>> older_ensembles(const std::filesystem::path& folder) {
  auto older = read_catalog(folder);
  if (older) return std::move(older->ensembles);
  if (older.error().code == ErrorCode::not_found) return std::vector<CatalogEnsemble>{};
  return tl::unexpected(std::move(older).error());
}

}  // namespace

Result<BuiltCatalog> build_catalog(const std::filesystem::path& folder,
                                   const std::vector<std::string>& names) {
  BuiltCatalog built;
  built.catalog.default_name = names.front();
  std::vector<Card> cards;
  for (const std::string& name : names) {
    CHESTLENS_TRY(auto bundle, read_bundle(folder / name));
    if (bundle.figures_dropped) {
      return fail(ErrorCode::mismatch,
                  "the figures in its card are of another model.onnx: export the run again",
                  (folder / name).string());
    }
    CHESTLENS_TRY(const auto session, open_session(bundle, folder / name, {}));
    built.catalog.models.push_back({name, bundle.card.title});
    built.summaries.push_back(summary_of(bundle.card));
    cards.push_back(std::move(bundle.card));
  }
  built.notices = notices_of_classes(names, cards);
  CHESTLENS_TRY(auto ensembles, older_ensembles(folder));
  for (CatalogEnsemble& ensemble : ensembles) {
    if (const std::string reason = reason_to_drop(ensemble, names, cards); !reason.empty()) {
      built.notices.push_back(fmt::format(
          "ensemble {} is dropped, with its figures: {}; chestlens ensemble makes it again",
          ensemble.name, reason));
      built.dropped_ensembles.push_back(ensemble.name);
    } else {
      built.catalog.ensembles.push_back(std::move(ensemble));
    }
  }
  return built;
}

}  // namespace chestlens
