#pragma once

#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"
#include "report/study.hpp"
#include "report/thresholds.hpp"

#include <chestlens/card.hpp>
#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

struct EvaluateModelsOptions {
  std::filesystem::path models;  // a folder with catalog.json, or ModelChoice's
  std::filesystem::path data;
  EvaluatedPart part = EvaluatedPart::validation;
  int threads = 1;
  std::filesystem::path cache_folder = {};  // for prepared films; empty: none
  std::string films_name = {};              // of external films; empty: their folder's
  std::vector<WantedRecall> recalls = {};   // that thresholds are chosen for, on validation films
  std::filesystem::path validation_data = {};  // where those are; empty: in `data`
  std::vector<std::filesystem::path> bundles = {};
  std::vector<std::string> names = {};
};

/// A catalog on one part of the films, and what its files then say.
struct EvaluatedModels {
  Study study;              // one row per model, then one per ensemble, in the catalog's order
  std::vector<Card> cards;  // the models' with the metrics and audit of their rows
  Catalog catalog;          // its ensembles with the metrics and audit of their rows
  std::vector<std::filesystem::path> folders;  // the models'
  RunData data;                                // the films at hand
};

/// Scores and audits every model and ensemble of a catalog on the same films. Models go by their
/// names in the catalog, whatever their cards call them. External films are not audited, and join a
/// card's metrics. Errors: those of choose_models, evaluate_bundles and choose_thresholds.
Result<EvaluatedModels> evaluate_models(const EvaluateModelsOptions& options,
                                        const Reporter& reporter = {});

/// Thresholds of all rows, in their order, chosen on the films that validated the models; none
/// where no recall is wanted. Errors: those of evaluate_bundles and choose_thresholds.
Result<std::vector<ThresholdRow>> choose_study_thresholds(const EvaluateModelsOptions& options,
                                                          const EvaluatedModels& evaluated,
                                                          const Reporter& reporter = {});

/// Writes the cards and the catalog into the folder of models. Errors: io; mismatch for external
/// films where a card's own figures are of another model.
Status write_evaluated_models(const std::filesystem::path& models,
                              const EvaluatedModels& evaluated);

}  // namespace chestlens
