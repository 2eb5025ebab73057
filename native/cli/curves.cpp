#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "io/atomic_file.hpp"
#include "io/output.hpp"
#include "report/arm_curves.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::vector<std::vector<std::string>> arms;  // a name and its runs each
  std::string metric = "macro_f1";
  std::string title = "Who learns faster, who ends higher";
  double reach = 0.95;
  fs::path out;
  bool replace = false;
  bool csv = false;
};

std::vector<ArmFolders> arm_folders(const Arguments& arguments) {
  std::vector<ArmFolders> arms;
  for (const auto& words : arguments.arms) {
    arms.push_back({words.front(), {words.begin() + 1, words.end()}});
  }
  return arms;
}

Status check_chart_file(const Arguments& arguments, const std::vector<ArmFolders>& arms) {
  if (arguments.out.empty()) return {};
  std::vector<fs::path> runs;
  for (const ArmFolders& arm : arms) runs.insert(runs.end(), arm.runs.begin(), arm.runs.end());
  return check_output_file(arguments.out, {.replace = arguments.replace, .inputs = files_at(runs)},
                           ".svg");
}

Status run(const Arguments& arguments) {
  static const std::map<std::string, KeepBest> metrics = {
      {"macro_f1", KeepBest::macro_f1},
      {"weighted_f1", KeepBest::weighted_f1},
      {"balanced_accuracy", KeepBest::balanced_accuracy},
      {"accuracy", KeepBest::accuracy},
      {"mean_roc_area", KeepBest::mean_roc_area}};
  const auto folders = arm_folders(arguments);
  CHESTLENS_CHECK(check_chart_file(arguments, folders));
  CHESTLENS_TRY(const auto arms, load_arms(folders, terminal_reporter()));
  const KeepBest metric = metrics.at(arguments.metric);
  CHESTLENS_TRY(const auto curves, arm_curves(arms, metric, arguments.reach));
  fmt::print("{}", arguments.csv ? arms_csv(arms, metric) : to_markdown(curves));
  if (arguments.out.empty()) return {};
  return write_file_atomic(arguments.out, to_svg(arm_chart(curves, arguments.title)));
}

/// Each --arm has a name and a run at the least, and no run stands in its name's place.
void check_arms(const Arguments& arguments) {
  for (const auto& words : arguments.arms) {
    if (words.size() < 2) {
      throw CLI::ValidationError("--arm", "wants a name and then the folders of its runs");
    }
    std::error_code ignored;
    if (fs::exists(fs::path(words.front()) / "run.json", ignored)) {
      throw CLI::ValidationError("--arm",
                                 words.front() + " is a run: the arm's name comes before its runs");
    }
  }
}

}  // namespace

void add_curves(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(curves_command.name, curves_command.description);
  command
      ->add_option("--arm", arguments->arms,
                   "Name of a way of training, and its runs, one per seed; again for each way:\n"
                   "--arm 'ImageNet weights' runs/imagenet-* --arm 'random weights' runs/random-*")
      ->required();
  command
      ->add_option("--metric", arguments->metric,
                   "Of the validation films: macro_f1, weighted_f1, balanced_accuracy, accuracy,\n"
                   "or, of multi-label films, mean_roc_area")
      ->check(one_of({"macro_f1", "weighted_f1", "balanced_accuracy", "accuracy", "mean_roc_area"}))
      ->capture_default_str();
  command
      ->add_option("--reach", arguments->reach,
                   "Share of the highest curve's end; the table says when each arm reaches it")
      ->check(number_in(0.01, 1.0))
      ->capture_default_str();
  CLI::Option* out = command->add_option("--out", arguments->out, "Chart to write (SVG)");
  command->add_flag("--replace", arguments->replace, "Replace a chart that is there")->needs(out);
  command->add_option("--title", arguments->title, "Title of the chart")
      ->needs(out)
      ->capture_default_str();
  command->add_flag("--csv", arguments->csv,
                    "Print every epoch of every run as CSV in the table's place");
  command->callback([arguments, &chosen] {
    check_arms(*arguments);
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
