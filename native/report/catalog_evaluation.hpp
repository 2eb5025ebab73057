#pragma once

#include "evaluate/bundle_evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

/// All models of a catalog in the folder `models` on the same films. Errors: those of
/// evaluate_bundles.
Result<EvaluatedBundles> evaluate_catalog(const std::filesystem::path& models,
                                          const Catalog& catalog, const FilmsAtHand& films,
                                          const Reporter& reporter = {});

/// Errors: not_found.
Result<const EvaluatedBundle*> find_bundle(const std::vector<EvaluatedBundle>& bundles,
                                           const std::string& name);

/// An ensemble's members with their weights. Errors: not_found.
Result<std::vector<WeightedBundle>> members_of(const CatalogEnsemble& ensemble,
                                               const std::vector<EvaluatedBundle>& bundles);

/// The evaluations of the models, then of the catalog's ensembles. Errors: those of members_of and
/// evaluate_ensemble.
Result<std::vector<Evaluation>> evaluations_of(const EvaluatedBundles& evaluated,
                                               const Catalog& catalog,
                                               const Reporter& reporter = {});

}  // namespace chestlens
