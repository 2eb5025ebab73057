#include "report/choose_models.hpp"

#include "bundle/catalog.hpp"
#include "io/nearest.hpp"
#include "io/text.hpp"

#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// The folder's own name, also where the path ends in a slash or is ".".
std::string own_name(const fs::path& folder) {
  std::error_code ignored;
  return fs::absolute(folder / "", ignored).lexically_normal().parent_path().filename().string();
}

Result<ChosenModels> choose_bundles(const std::vector<fs::path>& bundles) {
  if (bundles.empty()) return fail(ErrorCode::invalid_argument, "no bundle is named");
  ChosenModels chosen{.catalog = {}, .folders = bundles};
  std::set<std::string> names;
  for (const fs::path& bundle : bundles) {
    const std::string name = own_name(bundle);
    if (!names.insert(name).second) {
      return fail(ErrorCode::invalid_argument,
                  "two bundles are named " + name +
                      ", which goes by the folder: nothing would tell their figures apart",
                  bundle.string());
    }
    chosen.catalog.models.push_back({name, name});
  }
  return chosen;
}

std::vector<std::string> names_of(const Catalog& catalog) {
  std::vector<std::string> names;
  for (const CatalogModel& model : catalog.models) names.push_back(model.name);
  for (const CatalogEnsemble& ensemble : catalog.ensembles) names.push_back(ensemble.name);
  return names;
}

Status check_names(const ModelChoice& choice, const Catalog& catalog) {
  const std::vector<std::string> known = names_of(catalog);
  for (const std::string& name : choice.names) {
    if (std::ranges::find(known, name) != known.end()) continue;
    return fail(ErrorCode::not_found,
                "lists no " + name + ", but " + joined(known) + did_you_mean(name, known),
                (choice.models / catalog_file).string());
  }
  return {};
}

/// Takes out what is not asked for by name, but the members of ensembles that are.
void keep_named(const std::vector<std::string>& names, Catalog& catalog) {
  std::set<std::string> kept(names.begin(), names.end());
  std::erase_if(catalog.ensembles,
                [&](const CatalogEnsemble& ensemble) { return !kept.contains(ensemble.name); });
  for (const CatalogEnsemble& ensemble : catalog.ensembles) {
    for (const CatalogMember& member : ensemble.members) kept.insert(member.model);
  }
  std::erase_if(catalog.models,
                [&](const CatalogModel& model) { return !kept.contains(model.name); });
}

}  // namespace

Result<ChosenModels> choose_models(const ModelChoice& choice) {
  if (choice.models.empty()) return choose_bundles(choice.bundles);
  CHESTLENS_TRY(auto catalog, read_catalog(choice.models));
  CHESTLENS_CHECK(check_names(choice, catalog));
  if (!choice.names.empty()) keep_named(choice.names, catalog);
  ChosenModels chosen{.catalog = std::move(catalog), .folders = {}};
  for (const CatalogModel& model : chosen.catalog.models) {
    chosen.folders.push_back(choice.models / model.name);
  }
  return chosen;
}

}  // namespace chestlens
