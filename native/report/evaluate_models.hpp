#pragma once

#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <filesystem>

namespace chestlens {

struct EvaluateModels {
  std::filesystem::path models;  // a folder with catalog.json
  std::filesystem::path data;
  EvaluatedPart part = EvaluatedPart::validation;
  std::filesystem::path table;  // folder for the tables and figures; empty: none
  bool write_cards = false;     // put metrics and audit into the cards and the catalog
  int threads = 1;
  Reporter reporter = {};
  std::filesystem::path cache_folder;
};

/// Scores every bundle and ensemble of a catalog on the same films, prints the tables and the
/// audit.
Status evaluate_models(const EvaluateModels& options);

}  // namespace chestlens
