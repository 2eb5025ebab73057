#include "cli/commands.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "report/list_runs.hpp"
#include "report/run_list_text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path folder = "runs";
  std::string sort = "name";
  bool json = false;
  bool csv = false;
};

Status run(const Arguments& arguments) {
  static const std::map<std::string, RunOrder> orders = {
      {"name", RunOrder::name}, {"score", RunOrder::score}, {"date", RunOrder::date}};
  CHESTLENS_TRY(auto runs, find_runs(arguments.folder));
  sort_runs(runs, orders.at(arguments.sort));
  if (runs.empty() && !arguments.json && !arguments.csv) {
    fmt::print("{}: no run here or below; chestlens train --run {} makes one\n",
               arguments.folder.string(), (arguments.folder / "NAME").string());
    return {};
  }
  const auto text = arguments.json ? to_json(runs) : arguments.csv ? to_csv(runs) : to_text(runs);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return {};
}

}  // namespace

void add_runs(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(runs_command.name, runs_command.description);
  command->add_option("folder", arguments->folder, "Folder to search")->capture_default_str();
  command
      ->add_option("--sort", arguments->sort,
                   "name, score (the best first, runs that are kept by one metric together), or\n"
                   "date (the latest first)")
      ->check(one_of({"name", "score", "date"}))
      ->capture_default_str();
  CLI::Option* json = command->add_flag("--json", arguments->json, "As JSON");
  command->add_flag("--csv", arguments->csv, "As CSV")->excludes(json);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
