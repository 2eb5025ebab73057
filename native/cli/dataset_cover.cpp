#include "audit/cover_dataset.hpp"
#include "cli/dataset.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace chestlens {
namespace {

struct CoverArguments {
  CoverDatasetOptions options;
  std::string part = "lungs";
  bool replace = false;
};

Status run_cover(CoverArguments arguments) {
  CHESTLENS_TRY(arguments.options.part, parse_covered(arguments.part));
  const OutputRule rule{.replace = arguments.replace, .inputs = files_at({arguments.options.data})};
  return cover_dataset(arguments.options, rule, terminal_reporter());
}

}  // namespace

void add_dataset_cover(CLI::App& dataset, Action& chosen) {
  const auto arguments = std::make_shared<CoverArguments>();
  CoverDatasetOptions& options = arguments->options;
  CLI::App* command = dataset.add_subcommand(
      "cover",
      "Copy a data set with a part of every film covered by the mean grey of the rest, to train a\n"
      "network on what is left: what it then knows, the uncovered part alone gives away.");
  command->add_option("folder", options.data, "Folder of manifest.csv")->required();
  command->add_option("--out", options.out, "New folder for the films, as PNG, and their manifest")
      ->required();
  command->add_option("--part", arguments->part, "What is covered")
      ->check(one_of(names_of_covered()))
      ->capture_default_str();
  command->add_flag("--replace", arguments->replace,
                    "Replace a folder that holds such films as they were written, and no more");
  add_threads_option(*command, options.threads);
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return run_cover(*arguments); }; });
}

}  // namespace chestlens
