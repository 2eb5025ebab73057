#include "cli/model_choice.hpp"

#include <CLI/CLI.hpp>

namespace chestlens {

void add_model_options(CLI::App& command, ModelChoice& choice) {
  auto* bundle = command.add_option("--bundle", choice.bundle,
                                    "Folder of a bundle: model.onnx and model.json");
  auto* models = command
                     .add_option("--models", choice.models,
                                 "Folder of catalog.json and the bundles that it lists")
                     ->excludes(bundle);
  command
      .add_option("--model", choice.model,
                  "Name of a model or an ensemble of --models; the catalog's default if not given")
      ->needs(models);
}

void check_is_chosen(const ModelChoice& choice) {
  if (choice.bundle.empty() && choice.models.empty()) {
    throw CLI::RequiredError("One of --bundle and --models");
  }
}

Result<Predictor> open_chosen(const ModelChoice& choice, const SessionOptions& options) {
  return choice.models.empty() ? open_bundle(choice.bundle, options)
                               : open_catalog_entry(choice.models, choice.model, options);
}

}  // namespace chestlens
