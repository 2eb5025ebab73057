#include "bundle/catalog.hpp"

#include "bundle/bundle.hpp"
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path models;
  std::vector<std::string> names;
};

/// The ensembles of an older catalog whose members are all listed still.
Result<std::vector<CatalogEnsemble>> kept_ensembles(const Arguments& arguments) {
  std::error_code ignored;
  if (!std::filesystem::exists(arguments.models / "catalog.json", ignored)) {
    return std::vector<CatalogEnsemble>{};
  }
  CHESTLENS_TRY(auto catalog, read_catalog(arguments.models));
  std::erase_if(catalog.ensembles, [&](const CatalogEnsemble& ensemble) {
    const bool whole = std::ranges::all_of(ensemble.members, [&](const CatalogMember& member) {
      return std::ranges::find(arguments.names, member.model) != arguments.names.end();
    });
    if (!whole) std::printf("ensemble %s is dropped with its member\n", ensemble.name.c_str());
    return !whole;
  });
  return std::move(catalog.ensembles);
}

Status run(const Arguments& arguments) {
  Catalog catalog{
      .format = 1, .default_name = arguments.names.front(), .models = {}, .ensembles = {}};
  for (const std::string& name : arguments.names) {
    CHESTLENS_TRY(const auto bundle, read_bundle(arguments.models / name));
    catalog.models.push_back({name, bundle.card.title});
  }
  CHESTLENS_TRY(auto ensembles, kept_ensembles(arguments));
  catalog.ensembles = std::move(ensembles);
  CHESTLENS_CHECK(write_catalog(arguments.models, catalog));
  std::printf("%zu models and %zu ensembles in %s\n", catalog.models.size(),
              catalog.ensembles.size(), (arguments.models / "catalog.json").c_str());
  return {};
}

}  // namespace

void add_catalog(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "catalog",
      "Write the list of bundles that a site offers, checking each; the first is the page's\n"
      "default. Ensembles of an older list stay where their members do.");
  command->add_option("--models", arguments->models, "Folder of the bundles, each in its own")
      ->required();
  command->add_option("names", arguments->names, "Bundles in the order in which they are offered")
      ->required();
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
