#include "report/complexity.hpp"

#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "io/build_info.hpp"
#include "report/measure_complexity.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::vector<std::filesystem::path> bundles;
  TimingLimits limits;
  int threads = 1;
  bool json = false;
};

Status run(const Arguments& arguments) {
  use_threads(arguments.threads);
  CHESTLENS_TRY(auto report, measure_complexity(arguments.bundles, arguments.limits,
                                                arguments.threads, terminal_reporter()));
  report.software.emplace_back("ChestLens " + build_info().version);
  std::printf("%s", arguments.json ? to_json(report).c_str() : to_markdown(report).c_str());
  return {};
}

}  // namespace

void add_complexity(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(complexity_command.name, complexity_command.description);
  command->add_option("--bundles", arguments->bundles, "Folders of the bundles")->required();
  command->add_flag("--json", arguments->json, "Print JSON, at full precision, instead of a table");
  command
      ->add_option("--repetitions", arguments->limits.repetitions,
                   "Least number of repetitions of each measurement")
      ->check(whole_number_in(1, 1'000'000))
      ->capture_default_str();
  command
      ->add_option("--seconds", arguments->limits.seconds,
                   "Least duration of each measurement in seconds")
      ->check(number_in(0.0, 3600.0))
      ->capture_default_str();
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
