#include "cli/dataset.hpp"

#include <CLI/CLI.hpp>

namespace chestlens {

void add_dataset(CLI::App& app, Action& chosen) {
  CLI::App* dataset = app.add_subcommand(
      "dataset",
      "Build and check manifests of real films; cover parts of films; manage the film cache.");
  dataset->require_subcommand(1);
  add_dataset_import(*dataset, chosen);
  add_dataset_check(*dataset, chosen);
  add_dataset_cover(*dataset, chosen);
  add_dataset_cache(*dataset, chosen);
}

}  // namespace chestlens
