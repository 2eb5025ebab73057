#include "cli/dataset.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
#include "curation/check.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

struct CheckArguments {
  std::filesystem::path folder;
  std::filesystem::path out;
  CheckOptions options;
  bool mark = false;
  bool replace = false;
};

Status run_check(const CheckArguments& arguments) {
  const OutputRule rule{.replace = arguments.replace, .inputs = files_at({arguments.folder})};
  if (!arguments.out.empty()) {
    CHESTLENS_CHECK(check_files_place(arguments.out, rule));
  }
  CHESTLENS_TRY(const auto report,
                check_dataset(arguments.folder, arguments.options, terminal_reporter()));
  std::printf("%s", to_markdown(report).c_str());
  if (!arguments.out.empty()) {
    CHESTLENS_CHECK(write_check_files(arguments.out, report, rule));
  }
  if (arguments.mark) {
    CHESTLENS_TRY(const auto marked, mark_repeats(report));
    std::printf("\n%d films marked as duplicates in manifest.csv\n", marked);
  }
  const auto lines = findings(report, arguments.options);
  if (lines.empty()) {
    std::printf("\nNo findings.\n");
    return {};
  }
  std::string text;
  for (const std::string& line : lines) text.append(text.empty() ? "" : "; ").append(line);
  return fail(ErrorCode::mismatch, text, arguments.folder.string());
}

}  // namespace

void add_dataset_check(CLI::App& dataset, Action& chosen) {
  const auto arguments = std::make_shared<CheckArguments>();
  CheckOptions& options = arguments->options;
  CLI::App* command = dataset.add_subcommand(
      "check",
      "Check a data set for what spoils an evaluation: rows to repair, unreadable films,\n"
      "patients on both sides of the test split, films that repeat each other exactly or nearly,\n"
      "how far the source tells the class, and how training and test films of one class and\n"
      "source differ. Exit code 0: clean; 1: findings, named on standard error.");
  command->add_option("folder", arguments->folder, "Folder of manifest.csv")->required();
  command->add_option("--out", arguments->out,
                      "Folder for classes.svg, sources.svg, sides.svg, duplicates.csv and\n"
                      "problems.csv");
  command
      ->add_flag(
          "--replace", arguments->replace,
          "Replace these files in that folder; one that holds anything else is never written\n"
          "to")
      ->needs(command->get_option("--out"));
  command->add_flag(
      "--mark", arguments->mark,
      "Write duplicate_of into manifest.csv for all but one film of each group, keeping\n"
      "a test film where there is one; groups of several classes are left as they are");
  command
      ->add_option("--correlation", options.repeats.min_correlation,
                   "Least correlation of the fine detail of near duplicates")
      ->check(number_in(0.0, 1.0))
      ->capture_default_str();
  command
      ->add_option("--hash-distance", options.repeats.max_hash_distance,
                   "Most bits, of 64, in which the hashes of near duplicates' shading differ")
      ->check(whole_number_in(0, 64))
      ->capture_default_str();
  command
      ->add_option("--source-limit", options.max_source_association,
                   "Cramér's V of source and class above which it is a finding; 1: never")
      ->check(number_in(0.0, 1.0))
      ->capture_default_str();
  command->add_flag("--labels", options.multi_label,
                    "Check the column labels of a multi-label manifest instead of class");
  add_threads_option(*command, options.threads);
  command->callback(
      [arguments, &chosen] { chosen = [arguments] { return run_check(*arguments); }; });
}

}  // namespace chestlens
