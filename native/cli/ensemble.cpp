#include "bundle/catalog.hpp"
#include "cli/class_share.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "io/atomic_file.hpp"
#include "io/lock.hpp"
#include "io/output.hpp"
#include "plot/chart.hpp"
#include "report/choose_ensemble.hpp"
#include "report/weight_curve.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path models, data, curve;
  EnsembleDraft draft;
  std::string objective = "macro_f1";
  std::string least_recall;
  bool equal = false;
  bool replace = false;
  int draws = BootstrapOptions().draws;
  int threads = 1;
};

Result<std::optional<RequiredRecall>> parse_floor(const std::string& text,
                                                  const std::vector<std::string>& classes) {
  if (text.empty()) return std::nullopt;
  CHESTLENS_TRY(const auto wanted, parse_class_share(text, classes, "--least-recall"));
  return RequiredRecall{{wanted.class_index, wanted.share}, text};
}

void print(const ChosenEnsemble& chosen) {
  for (const CatalogMember& member : chosen.ensemble.members) {
    std::printf("%s: weight %.2f (%.2f to %.2f)\n", member.model.c_str(), member.weight,
                member.weight_interval->low, member.weight_interval->high);
  }
  std::printf("%s\n\n%s", chosen.ensemble.chosen.c_str(), to_markdown(chosen.evaluation).c_str());
}

Status run(const Arguments& arguments) {
  const Reporter reporter = terminal_reporter();
  if (!arguments.curve.empty()) {
    CHESTLENS_CHECK(check_output_file(arguments.curve, {.replace = arguments.replace}, ".svg"));
  }
  CHESTLENS_TRY(const auto objective, parse_ensemble_objective(arguments.objective));
  CHESTLENS_TRY(const auto lock, FolderLock::take(arguments.models, "is writing the catalog here"));
  CHESTLENS_TRY(const auto catalog, read_catalog(arguments.models));
  CHESTLENS_CHECK(check_draft(arguments.draft, catalog));
  CHESTLENS_TRY(const auto members, evaluate_members(arguments.draft,
                                                     {.models = arguments.models,
                                                      .data = arguments.data,
                                                      .threads = arguments.threads,
                                                      .cache_folder = film_cache_folder()},
                                                     reporter));
  EnsembleOptions options{.plain_average = arguments.equal, .objective = objective};
  options.bootstrap.draws = arguments.draws;
  CHESTLENS_TRY(options.required_recall,
                parse_floor(arguments.least_recall, members.bundles.front().card.classes));
  CHESTLENS_TRY(const auto chosen, choose_ensemble(arguments.draft, members, options, reporter));
  print(chosen);
  if (!arguments.curve.empty()) {
    CHESTLENS_TRY(const auto curve,
                  weight_curve(chosen.predictions, members.bundles, chosen.choice));
    CHESTLENS_CHECK(write_file_atomic(arguments.curve, to_svg(curve)));
  }
  return write_catalog(arguments.models, with_ensemble(catalog, chosen.ensemble));
}

}  // namespace

void add_ensemble(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  EnsembleDraft& draft = arguments->draft;
  CLI::App* command = app.add_subcommand(ensemble_command.name, ensemble_command.description);
  command->add_option("--models", arguments->models, "Folder of catalog.json and the bundles")
      ->required();
  command
      ->add_option("--data", arguments->data,
                   "Folder of the films that the members were trained on")
      ->required();
  command->add_option("--members", draft.members, "Two or more models of the catalog")
      ->required()
      ->expected(2, 32);
  command->add_option("--name", draft.name, "Name of the ensemble: a-z, 0-9, _ and -")->required();
  command->add_option("--title", draft.title, "Title of the ensemble, for people")->required();
  command
      ->add_option("--objective", arguments->objective,
                   "What the weights are chosen for: accuracy, balanced_accuracy, macro_f1,\n"
                   "weighted_f1 or cross_entropy")
      ->check(one_of({"accuracy", "balanced_accuracy", "macro_f1", "weighted_f1", "cross_entropy"}))
      ->capture_default_str();
  command->add_option("--least-recall", arguments->least_recall,
                      "CLASS=RECALL that the weights must keep, e.g. covid19=0.95");
  CLI::Option* equal = command->add_flag("--equal", arguments->equal,
                                         "Give all members the same weight instead of choosing");
  for (const char* chooses : {"--objective", "--least-recall"}) {
    equal->excludes(command->get_option(chooses));
  }
  command
      ->add_option("--curve", arguments->curve,
                   "SVG file for the metrics over the weight; for two members")
      ->needs(command->get_option("--members"));
  command->add_flag("--replace", arguments->replace, "Replace the file of --curve, if it is there")
      ->needs(command->get_option("--curve"));
  command->add_option("--draws", arguments->draws, "Number of bootstrap draws of the patients")
      ->check(whole_number_in(10, 100'000))
      ->capture_default_str();
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] {
    if (!arguments->curve.empty() && arguments->draft.members.size() != 2) {
      throw CLI::ValidationError("--curve", "is of two members");
    }
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
