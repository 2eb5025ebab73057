#pragma once

#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

struct BuiltCatalog {
  Catalog catalog;
  std::vector<std::string> dropped_ensembles;  // names of those that lack a member now
};

/// A catalog of the bundles `names` of a folder, each checked; the first is the default. Ensembles
/// of an older catalog in the folder are kept where all their members are listed. Errors: those of
/// read_bundle and read_catalog.
Result<BuiltCatalog> build_catalog(const std::filesystem::path& folder,
                                   const std::vector<std::string>& names);

}  // namespace chestlens
