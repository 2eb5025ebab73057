#include "bundle/build_catalog.hpp"

#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

bool has_all_members(const CatalogEnsemble& ensemble, const std::vector<std::string>& names) {
  return std::ranges::all_of(ensemble.members, [&](const CatalogMember& member) {
    return std::ranges::find(names, member.model) != names.end();
  });
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
  for (const std::string& name : names) {
    CHESTLENS_TRY(const auto bundle, read_bundle(folder / name));
    built.catalog.models.push_back({name, bundle.card.title});
  }
  CHESTLENS_TRY(auto ensembles, older_ensembles(folder));
  for (CatalogEnsemble& ensemble : ensembles) {
    if (has_all_members(ensemble, names)) {
      built.catalog.ensembles.push_back(std::move(ensemble));
    } else {
      built.dropped_ensembles.push_back(ensemble.name);
    }
  }
  return built;
}

}  // namespace chestlens
