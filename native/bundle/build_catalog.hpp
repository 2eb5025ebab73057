#pragma once

#include <chestlens/card_summary.hpp>
#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

struct BuiltCatalog {
  Catalog catalog;
  std::vector<CardSummary> summaries;          // one per model
  std::vector<std::string> dropped_ensembles;  // names of those that the folder's catalog has
  std::vector<std::string> notices;  // one sentence per ensemble or figure that is left out
};

/// A catalog of the bundles `names` of a folder, each opened as to predict; the first is the
/// default. Ensembles of an older catalog in the folder are kept where all their members are listed
/// and are the models that their weights were chosen for. Bundles of several sets of classes are
/// named. Errors: those of read_bundle, open_session and read_catalog.
Result<BuiltCatalog> build_catalog(const std::filesystem::path& folder,
                                   const std::vector<std::string>& names);

}  // namespace chestlens
