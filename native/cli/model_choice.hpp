#pragma once

#include "bundle/predictor.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <string>

namespace CLI {
class App;
}

namespace chestlens {

/// What predicts.
struct ModelChoice {
  std::filesystem::path bundle;  // or, where it is empty,
  std::filesystem::path models;  // a folder with catalog.json, and in it
  std::string model;             // empty: the default
};

/// --bundle, or --models and --model.
void add_model_options(CLI::App& command, ModelChoice& choice);

/// Throws CLI::RequiredError where nothing is chosen.
void check_is_chosen(const ModelChoice& choice);

/// Errors: those of open_bundle and open_catalog_entry.
Result<Predictor> open_chosen(const ModelChoice& choice, const SessionOptions& options);

}  // namespace chestlens
