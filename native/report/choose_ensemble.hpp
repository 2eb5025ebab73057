#pragma once

#include "evaluate/bundle_evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/catalog.hpp>
#include <chestlens/ensemble_weights.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// An ensemble that is to be made of models of a catalog.
struct EnsembleDraft {
  std::string name;   // [a-z0-9_-]+
  std::string title;  // for people
  std::vector<std::string> members;
};

/// Whether the catalog would take such an ensemble. Errors: not_found for a member that is no model
/// of it; those of parse_catalog.
Status check_draft(const EnsembleDraft& draft, const Catalog& catalog);

struct EnsembleFilms {
  std::filesystem::path models;  // a folder with catalog.json
  std::filesystem::path data;    // the films that the members were trained on
  int threads = 1;
  std::filesystem::path cache_folder = {};  // for prepared films; empty: none
};

/// An ensemble's members, in the draft's order, on films that chose the epoch of each. Errors:
/// those of evaluate_bundles.
Result<EvaluatedBundles> evaluate_members(const EnsembleDraft& draft, const EnsembleFilms& films,
                                          const Reporter& reporter = {});

/// A floor and the words that asked for it, as in "covid19=0.95".
struct RequiredRecall {
  RecallFloor floor;
  std::string text;
};

struct EnsembleOptions {
  bool plain_average = false;  // all members weigh the same; nothing is chosen
  EnsembleObjective objective = EnsembleObjective::macro_f1;
  std::optional<RequiredRecall> required_recall = {};
  BootstrapOptions bootstrap = {};
};

struct ChosenEnsemble {
  CatalogEnsemble ensemble;  // as a catalog lists it
  WeightChoice choice;
  MemberPredictions predictions;
  Evaluation evaluation;  // the ensemble's, on the same films
};

/// Chooses the weights, fits the temperature and scores the ensemble, all on the films of
/// `members`. Errors: those of member_predictions, choose_weights and evaluate_ensemble.
Result<ChosenEnsemble> choose_ensemble(const EnsembleDraft& draft, const EvaluatedBundles& members,
                                       const EnsembleOptions& options,
                                       const Reporter& reporter = {});

/// The catalog with the ensemble, which takes the place of an older one of its name.
Catalog with_ensemble(Catalog catalog, CatalogEnsemble ensemble);

}  // namespace chestlens
