#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "evaluate/comparison.hpp"
#include "io/progress.hpp"
#include "train/run_folder.hpp"

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
};

Result<std::vector<PredictionTable>> load(const std::vector<std::filesystem::path>& runs,
                                          const std::string& split) {
  std::vector<PredictionTable> tables;
  for (const auto& run : runs) {
    auto table = load_predictions(RunFiles(run).predictions(split));
    if (!table && table.error().code == ErrorCode::not_found) {
      return fail(ErrorCode::not_found,
                  "has no predictions; run chestlens evaluate --split " + split + " on it first",
                  run.string());
    }
    CHESTLENS_CHECK(table);
    tables.push_back(*std::move(table));
  }
  return tables;
}

Status run(const Arguments& arguments) {
  CHESTLENS_TRY(const auto first, load(arguments.first, arguments.split));
  CHESTLENS_TRY(const auto second, load(arguments.second, arguments.split));
  const Reporter reporter = terminal_reporter();
  Progress progress(reporter, "intervals", arguments.bootstrap.draws, "draws");
  BootstrapOptions bootstrap = arguments.bootstrap;
  bootstrap.after_draw = [&progress] { progress.advance(); };
  CHESTLENS_TRY(const auto comparison, compare(first, second, bootstrap));
  progress.finish();
  std::printf("%s", to_markdown(comparison, arguments.first_name, arguments.second_name).c_str());
  return {};
}

}  // namespace

void add_compare(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "compare",
      "Two ways of training, each by runs of several seeds evaluated on the same films: mean\n"
      "metrics and their difference with bootstrap intervals, as a Markdown table.");
  command->add_option("--runs", arguments->first, "Runs of the first way, one a seed")->required();
  command->add_option("--against", arguments->second, "Runs of the second way")->required();
  command->add_option("--name", arguments->first_name, "The first way's column")
      ->capture_default_str();
  command->add_option("--against-name", arguments->second_name, "The second way's column")
      ->capture_default_str();
  command->add_option("--split", arguments->split, "validation or test")
      ->check(CLI::IsMember({"validation", "test"}))
      ->capture_default_str();
  command->add_option("--draws", arguments->bootstrap.draws, "Of the bootstrap")
      ->check(CLI::Range(100, 1'000'000))
      ->capture_default_str();
  command->add_option("--seed", arguments->bootstrap.seed, "Of the bootstrap")
      ->capture_default_str();
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
