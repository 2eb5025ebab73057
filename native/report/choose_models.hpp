#pragma once

#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// Which models are looked at together: those of a catalog, or bundles wherever they are.
struct ModelChoice {
  std::filesystem::path models = {};  // a folder with catalog.json; or, where it is "",
  std::vector<std::filesystem::path> bundles = {};  // these
  std::vector<std::string> names = {};  // of the catalog's models and ensembles; empty: all
};

struct ChosenModels {
  Catalog catalog;                             // what was chosen of it; of bundles, their names
  std::vector<std::filesystem::path> folders;  // of its models, in their order
};

/// An ensemble brings its members. Bundles go by their folders' names, as in a catalog. Errors:
/// those of read_catalog; not_found, naming what there is; invalid_argument for no bundle, or two
/// of one name.
Result<ChosenModels> choose_models(const ModelChoice& choice);

}  // namespace chestlens
