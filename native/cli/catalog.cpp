#include "bundle/catalog.hpp"

#include "bundle/build_catalog.hpp"
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>

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

Status run(const Arguments& arguments) {
  CHESTLENS_TRY(const auto built, build_catalog(arguments.models, arguments.names));
  for (const std::string& notice : built.notices) std::printf("%s\n", notice.c_str());
  CHESTLENS_CHECK(write_catalog(arguments.models, built.catalog));
  std::printf("%zu models and %zu ensembles in %s\n", built.catalog.models.size(),
              built.catalog.ensembles.size(), (arguments.models / "catalog.json").c_str());
  return {};
}

}  // namespace

void add_catalog(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "catalog",
      "Write the list of bundles that a site offers, checking each; the first is the page's\n"
      "default. Ensembles of an older list are kept where all their members are listed.");
  command
      ->add_option("--models", arguments->models,
                   "Folder of the bundles, each in a folder of its own")
      ->required();
  command->add_option("names", arguments->names, "Bundles in the order in which they are offered")
      ->required();
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
