#pragma once

#include "evaluate/bundle_evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <string>
#include <vector>

namespace chestlens {

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
