#pragma once

#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"
#include "report/study.hpp"

#include <chestlens/card.hpp>
#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <vector>

namespace chestlens {

struct EvaluateModelsOptions {
  std::filesystem::path models;  // a folder with catalog.json
  std::filesystem::path data;
  EvaluatedPart part = EvaluatedPart::validation;
  int threads = 1;
  std::filesystem::path cache_folder = {};  // for prepared films; empty: none
};

/// A catalog on one part of the films, and what its files then say.
struct EvaluatedModels {
  Study study;              // one row per model, then one per ensemble, in the catalog's order
  std::vector<Card> cards;  // the models' with the metrics and audit of their rows
  Catalog catalog;          // its ensembles with the metrics and audit of their rows
};

/// Scores and audits every model and ensemble of a catalog on the same films. Models go by their
/// names in the catalog, whatever their cards call them. Errors: those of read_catalog,
/// evaluate_bundle and check_same_films.
Result<EvaluatedModels> evaluate_models(const EvaluateModelsOptions& options,
                                        const Reporter& reporter = {});

/// Writes the cards and the catalog into the folder of models. Errors: io.
Status write_evaluated_models(const std::filesystem::path& models,
                              const EvaluatedModels& evaluated);

}  // namespace chestlens
