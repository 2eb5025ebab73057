#include "bundle/catalog.hpp"

#include "bundle/build_catalog.hpp"
#include "cli/commands.hpp"
#include "io/lock.hpp"
#include "io/output.hpp"
#include "io/text.hpp"
#include "io/visible_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

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
  bool replace = false;
};

/// Each model's title, what it can and what it cannot.
void print_models(const BuiltCatalog& built) {
  for (std::size_t i = 0; i < built.summaries.size(); ++i) {
    const CardSummary& summary = built.summaries[i];
    fmt::print("{}\n  {}\n  {}\n", visible_text(built.catalog.models[i].title),
               visible_text(summary.can), visible_text(summary.cannot));
  }
}

Status run(const Arguments& arguments) {
  const std::filesystem::path file = arguments.models / catalog_file;
  CHESTLENS_CHECK(check_output_file(file, {.replace = true}));  // its ensembles are kept
  CHESTLENS_TRY(const auto lock, FolderLock::take(arguments.models, "is writing the catalog here"));
  CHESTLENS_TRY(const auto built, build_catalog(arguments.models, arguments.names));
  if (!built.dropped_ensembles.empty() && !arguments.replace) {
    return fail(ErrorCode::invalid_argument,
                "would lose ensembles and their figures: " + joined(built.dropped_ensembles) +
                    "; --replace drops them",
                file.string());
  }
  for (const std::string& notice : built.notices) std::printf("%s\n", notice.c_str());
  CHESTLENS_CHECK(write_catalog(arguments.models, built.catalog));
  print_models(built);
  std::printf("%s and %s in %s\n", counted(built.catalog.models.size(), "model").c_str(),
              counted(built.catalog.ensembles.size(), "ensemble").c_str(), file.c_str());
  return {};
}

}  // namespace

void add_catalog(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "catalog",
      "Write the list of bundles that a site offers, checking each; the first is the page's\n"
      "default. Ensembles of an older list are kept; where a member of one is no longer listed,\n"
      "--replace drops it.");
  command
      ->add_option("--models", arguments->models,
                   "Folder of the bundles, each in a folder of its own")
      ->required();
  command->add_flag("--replace", arguments->replace,
                    "Drop ensembles of which a member is no longer listed");
  command->add_option("names", arguments->names, "Bundles in the order in which they are offered")
      ->required();
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
