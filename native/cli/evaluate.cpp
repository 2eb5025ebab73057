#include "bundle/bundle.hpp"
#include "bundle/catalog.hpp"
#include "bundle/seen_films.hpp"
#include "cli/commands.hpp"
#include "cli/evaluate_arguments.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "evaluate/bundle_evaluation.hpp"
#include "evaluate/card_metrics.hpp"
#include "evaluate/record_films.hpp"
#include "evaluate/run_evaluation.hpp"
#include "io/lock.hpp"
#include "learn/device.hpp"
#include "report/evaluate_models.hpp"
#include "report/study_text.hpp"
#include "report/write_study.hpp"
#include "train/training_note.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

void print_thresholds(const std::vector<ThresholdRow>& rows) {
  if (rows.empty()) return;
  std::printf("\n%s\n%s\n", to_markdown(threshold_table(rows)).c_str(),
              threshold_note(rows).c_str());
}

Status record(const EvaluateArguments& arguments, const FilmsAtHand& films) {
  CHESTLENS_TRY(const auto lock, FolderLock::take(arguments.bundle, "is writing a bundle here"));
  CHESTLENS_TRY(const auto evaluation, record_films(arguments.bundle, films, terminal_reporter()));
  std::printf("%s\n%s says now which films it saw\n", to_markdown(evaluation).c_str(),
              (arguments.bundle / films_file).c_str());
  return {};
}

Status run_bundle(const EvaluateArguments& arguments) {
  const FilmsAtHand films = films_at_hand(arguments, arguments.part());
  if (arguments.record_films) return record(arguments, films);
  const Reporter reporter = terminal_reporter();
  std::optional<FolderLock> lock;
  if (arguments.write_cards) {
    CHESTLENS_TRY(auto taken, FolderLock::take(arguments.bundle, "is writing a bundle here"));
    lock.emplace(std::move(taken));
  }
  const std::vector folders{arguments.bundle};
  CHESTLENS_TRY(const auto bundle, read_bundle(arguments.bundle));
  CHESTLENS_TRY(const auto recalls, wanted_recalls(arguments, bundle.card.classes));
  CHESTLENS_TRY(const auto evaluated, evaluate_bundles(folders, films, reporter));
  const Card& card = evaluated.bundles.front().card;
  const Evaluation& evaluation = evaluated.bundles.front().evaluation;
  std::printf("%s", to_markdown(evaluation).c_str());
  if (!recalls.empty()) {
    CHESTLENS_TRY(const auto chosen,
                  evaluate_bundles(folders, validation_films(arguments), reporter));
    CHESTLENS_TRY(
        const auto rows,
        choose_thresholds({card.name, card.title, chosen.bundles.front().evaluation, evaluation},
                          recalls, reporter));
    print_thresholds(rows);
  }
  return arguments.write_cards ? add_to_card(arguments.bundle, evaluation) : Status();
}

Result<std::vector<WantedRecall>> recalls_of_models(const EvaluateArguments& arguments) {
  if (arguments.recalls.empty()) return std::vector<WantedRecall>{};
  CHESTLENS_TRY(const auto catalog, read_catalog(arguments.models));
  CHESTLENS_TRY(const auto bundle, read_bundle(arguments.models / catalog.models.front().name));
  return wanted_recalls(arguments, bundle.card.classes);
}

Status run_models(const EvaluateArguments& arguments) {
  const OutputRule rule{.replace = arguments.replace,
                        .inputs = files_at({arguments.models, arguments.data})};
  if (!arguments.table.empty()) {
    CHESTLENS_CHECK(check_study_place(arguments.table, rule));
  }
  CHESTLENS_TRY(const auto recalls, recalls_of_models(arguments));
  std::optional<FolderLock> lock;
  if (arguments.write_cards) {
    CHESTLENS_TRY(auto taken, FolderLock::take(arguments.models, "is writing the cards here"));
    lock.emplace(std::move(taken));
  }
  CHESTLENS_TRY(const auto evaluated,
                evaluate_models({.models = arguments.models,
                                 .data = arguments.data,
                                 .part = arguments.part(),
                                 .threads = arguments.threads,
                                 .cache_folder = arguments.cache_folder(),
                                 .films_name = arguments.films_name,
                                 .recalls = recalls,
                                 .validation_data = arguments.validation_data},
                                terminal_reporter()));
  std::printf("%s", to_markdown(evaluated.study).c_str());
  if (!arguments.table.empty()) {
    CHESTLENS_CHECK(write_study(arguments.table, evaluated.study, rule));
  }
  return arguments.write_cards ? write_evaluated_models(arguments.models, evaluated) : Status();
}

Status run_run(const EvaluateArguments& arguments) {
  const int views = arguments.views.value_or(0);
  const EvaluatedPart part = arguments.part();
  CHESTLENS_TRY(const auto device, choose_device(arguments.device.value_or("auto")));
  use_kernels(device, Kernels::expected);
  CHESTLENS_TRY(const auto trained, load_run(arguments.run));
  note_training(arguments.run, terminal_reporter());
  CHESTLENS_CHECK(check_evaluation_files(trained, part, views));
  CHESTLENS_TRY(const auto recalls, wanted_recalls(arguments, trained.classes));
  RunEvaluationOptions options{.part = part,
                               .data_folder = arguments.data,
                               .films_name = arguments.films_name,
                               .views = views,
                               .device = device,
                               .threads = arguments.threads,
                               .cache_folder = arguments.cache_folder()};
  CHESTLENS_TRY(const auto evaluation, evaluate_run(trained, options, terminal_reporter()));
  std::printf("%s", to_markdown(evaluation).c_str());
  if (!recalls.empty()) {
    options.part = EvaluatedPart::validation;
    if (arguments.external || !arguments.validation_data.empty()) {
      options.data_folder = arguments.validation_data;
    }
    CHESTLENS_TRY(const auto validation, evaluate_run(trained, options, terminal_reporter()));
    CHESTLENS_TRY(const auto rows, choose_thresholds({trained.recipe.name, trained.recipe.title,
                                                      validation, evaluation},
                                                     recalls, terminal_reporter()));
    print_thresholds(rows);
  }
  return save_evaluation(trained, evaluation);
}

Status run(const EvaluateArguments& arguments) {
  CHESTLENS_CHECK(check_evaluate(arguments));
  use_threads(arguments.threads);
  if (!arguments.bundle.empty()) return run_bundle(arguments);
  return arguments.models.empty() ? run_run(arguments) : run_models(arguments);
}

}  // namespace

void add_evaluate(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<EvaluateArguments>();
  CLI::App* command = app.add_subcommand(evaluate_command.name, evaluate_command.description);
  command->add_option("--run", arguments->run, "Folder of the run");
  command->add_option("--models", arguments->models,
                      "Instead of a run: folder of catalog.json, whose bundles and ensembles are\n"
                      "scored on the same films of --data, in ONNX Runtime, and audited");
  command->add_option("--bundle", arguments->bundle,
                      "Instead of a run: folder of one bundle, scored on films of --data");
  command->add_option(
      "--data", arguments->data,
      "Folder of the films; needed with --models and --bundle, and with --run where\n"
      "the films have moved since the training or are those of another folder");
  command->add_option("--table", arguments->table,
                      "With --models: folder for table.md, table.csv, table.html and figures");
  command
      ->add_flag("--replace", arguments->replace,
                 "Replace a table in that folder; one that holds anything else is never written to")
      ->needs(command->get_option("--table"));
  command->add_flag(
      "--write-cards", arguments->write_cards,
      "Put the figures into the cards: with --models and --split test also the audit,\n"
      "and the catalog's; with --external after a card's own, as on other films");
  command->add_flag(
      "--record-films", arguments->record_films,
      "With --bundle, one of an earlier version, and the films that it was trained on:\n"
      "write into it which films it saw, if it finds its card's figures again");
  CLI::Option* external = command->add_flag(
      "--external", arguments->external,
      "The films of --data are of elsewhere: all are scored but those that trained the model,\n"
      "known by their digests. The manifest needs no patient_id and no split, may lack classes,\n"
      "and may repeat films that are not there");
  command
      ->add_option("--films-name", arguments->films_name,
                   "With --external: what the films are called in tables and cards; else the\n"
                   "folder's name")
      ->needs(external);
  command->add_option(
      "--recall", arguments->recalls,
      "CLASS=SHARE, e.g. covid19=0.95: choose the probability from which a film is\n"
      "called the class so that its recall on validation is at least that, and say\n"
      "what it is worth on the films scored; may be given several times");
  command->add_option(
      "--validation-data", arguments->validation_data,
      "With --recall: folder of the films that validated the model, where they are\n"
      "not in --data");
  command
      ->add_option("--split", arguments->split,
                   "Films to score: validation (those that chose the epoch), test (rows that the\n"
                   "manifest calls test) or all (every film that the model never saw)")
      ->check(one_of({"validation", "test", "all"}))
      ->excludes(external)
      ->capture_default_str();
  command
      ->add_option("--tta", arguments->views,
                   "Test-time augmentation: average over each film and N augmented views of it,\n"
                   "the mirror image first (4 is usual); the files are named SPLIT-ttaN")
      ->check(whole_number_in(0, 64))
      ->default_str("0");
  command->add_option("--device", arguments->device, "auto, cpu or cuda")
      ->check(one_of({"auto", "cpu", "cuda"}))
      ->default_str("auto");
  command->add_flag("--no-cache", arguments->no_cache,
                    "Prepare the films again; see chestlens dataset cache");
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
