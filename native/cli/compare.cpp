#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "evaluate/comparison.hpp"
#include "evaluate/run_evaluation.hpp"
#include "io/progress.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::vector<std::filesystem::path> first, second;
  std::string first_name = "first", second_name = "second";
  std::string split = "validation";
  BootstrapOptions bootstrap;
  bool by_source = false;
};

/// All runs of both sides are different ones.
Status check_distinct(const Arguments& arguments, std::vector<PredictionTable> tables,
                      const std::vector<PredictionTable>& second) {
  std::vector<std::filesystem::path> runs = arguments.first;
  runs.insert(runs.end(), arguments.second.begin(), arguments.second.end());
  tables.insert(tables.end(), second.begin(), second.end());
  return check_distinct_runs(runs, tables);
}

Status run(const Arguments& arguments) {
  CHESTLENS_TRY(const auto part, parse_evaluated_part(arguments.split));
  const Reporter reporter = terminal_reporter();
  CHESTLENS_TRY(const auto first, load_run_predictions(arguments.first, part, reporter));
  CHESTLENS_TRY(const auto second, load_run_predictions(arguments.second, part, reporter));
  CHESTLENS_CHECK(check_distinct(arguments, first, second));
  Progress progress(reporter, "intervals", arguments.bootstrap.draws, "draws");
  BootstrapOptions bootstrap = arguments.bootstrap;
  bootstrap.after_draw = [&progress] { progress.advance(); };
  CHESTLENS_TRY(const auto comparison, compare(first, second, bootstrap, arguments.by_source));
  progress.finish();
  std::printf("%s", to_markdown(comparison, arguments.first_name, arguments.second_name).c_str());
  return {};
}

}  // namespace

void add_compare(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(compare_command.name, compare_command.description);
  command->add_option("--runs", arguments->first, "Runs of the first way, one per seed")
      ->required();
  command->add_option("--against", arguments->second, "Runs of the second way")->required();
  command->add_option("--name", arguments->first_name, "Heading of the first way's column")
      ->capture_default_str();
  command
      ->add_option("--against-name", arguments->second_name, "Heading of the second way's column")
      ->capture_default_str();
  command
      ->add_option("--split", arguments->split,
                   "Films that were evaluated: validation, test, all or external")
      ->check(one_of({"validation", "test", "all", "external"}))
      ->capture_default_str();
  command->add_flag("--by-source", arguments->by_source,
                    "Also the recall of each class from each source, and of the worst of them");
  command->add_option("--draws", arguments->bootstrap.draws, "Number of bootstrap draws")
      ->check(whole_number_in(100, 1'000'000))
      ->capture_default_str();
  command->add_option("--seed", arguments->bootstrap.seed, "Seed of the bootstrap")
      ->check(seed_number())
      ->capture_default_str();
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
