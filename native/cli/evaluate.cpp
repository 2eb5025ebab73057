#include "bundle/seen_films.hpp"
#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "evaluate/bundle_evaluation.hpp"
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
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path run;
  std::filesystem::path models;
  std::filesystem::path bundle;
  std::filesystem::path data;
  std::filesystem::path table;
  bool write_cards = false;
  bool replace = false;
  std::string split = "validation";
  std::optional<std::string> device;  // only where it is on the command line, as views
  std::optional<int> views;
  int threads = 1;
  bool no_cache = false;
  bool record_films = false;

  std::filesystem::path cache_folder() const {
    return no_cache ? std::filesystem::path() : film_cache_folder();
  }
};

/// One of --run, --models and --bundle, and no option that it would ignore.
Status check(const Arguments& arguments) {
  const auto refuse = [](const char* option, const char* why) {
    return fail(ErrorCode::invalid_argument, why, option);
  };
  const int given =
      int{!arguments.run.empty()} + int{!arguments.models.empty()} + int{!arguments.bundle.empty()};
  if (given != 1) {
    return fail(ErrorCode::invalid_argument,
                "give --run FOLDER to score a run, or --models FOLDER --data FOLDER to score "
                "bundles, or --bundle FOLDER --data FOLDER to score one");
  }
  if (arguments.run.empty()) {
    if (arguments.data.empty()) {
      return refuse("--data", "is missing: bundles do not know where films are");
    }
    if (arguments.views) {
      return refuse("--tta", "is for --run: a bundle is scored as the page runs it");
    }
    if (arguments.device) {
      return refuse("--device", "is for --run: bundles are scored in ONNX Runtime on the CPU");
    }
  }
  if (arguments.models.empty() && (!arguments.table.empty() || arguments.write_cards)) {
    return refuse("--table and --write-cards", "are for the bundles of --models");
  }
  if (arguments.write_cards && arguments.split != "test") {
    return refuse(
        "--write-cards",
        "is for --split test: export wrote validation's metrics, and a card has one audit");
  }
  if (arguments.record_films && (arguments.bundle.empty() || arguments.split != "validation")) {
    return refuse("--record-films", "is for --bundle, on its validation films");
  }
  return {};
}

FilmsAtHand films_at_hand(const Arguments& arguments, EvaluatedPart part) {
  return {.folder = arguments.data,
          .part = part,
          .threads = arguments.threads,
          .cache_folder = arguments.cache_folder()};
}

Status run_bundle(const Arguments& arguments, EvaluatedPart part) {
  const FilmsAtHand films = films_at_hand(arguments, part);
  const Reporter reporter = terminal_reporter();
  if (arguments.record_films) {
    CHESTLENS_TRY(const auto lock, FolderLock::take(arguments.bundle, "is writing a bundle here"));
    CHESTLENS_TRY(const auto evaluation, record_films(arguments.bundle, films, reporter));
    std::printf("%s\n%s says now which films it saw\n", to_markdown(evaluation).c_str(),
                (arguments.bundle / films_file).c_str());
    return {};
  }
  CHESTLENS_TRY(const auto evaluated,
                evaluate_bundles(std::vector{arguments.bundle}, films, reporter));
  std::printf("%s", to_markdown(evaluated.bundles.front().evaluation).c_str());
  return {};
}

Status run_models(const Arguments& arguments, EvaluatedPart part) {
  const OutputRule rule{.replace = arguments.replace,
                        .inputs = files_at({arguments.models, arguments.data})};
  if (!arguments.table.empty()) {
    CHESTLENS_CHECK(check_study_place(arguments.table, rule));
  }
  std::optional<FolderLock> lock;
  if (arguments.write_cards) {
    CHESTLENS_TRY(auto taken, FolderLock::take(arguments.models, "is writing the cards here"));
    lock.emplace(std::move(taken));
  }
  CHESTLENS_TRY(const auto evaluated, evaluate_models({.models = arguments.models,
                                                       .data = arguments.data,
                                                       .part = part,
                                                       .threads = arguments.threads,
                                                       .cache_folder = arguments.cache_folder()},
                                                      terminal_reporter()));
  std::printf("%s", to_markdown(evaluated.study).c_str());
  if (!arguments.table.empty()) {
    CHESTLENS_CHECK(write_study(arguments.table, evaluated.study, rule));
  }
  return arguments.write_cards ? write_evaluated_models(arguments.models, evaluated) : Status();
}

Status run_run(const Arguments& arguments, EvaluatedPart part) {
  CHESTLENS_TRY(const auto device, choose_device(arguments.device.value_or("auto")));
  use_kernels(device, Kernels::fastest);
  CHESTLENS_TRY(const auto trained, load_run(arguments.run));
  note_training(arguments.run, terminal_reporter());
  CHESTLENS_CHECK(check_evaluation_files(trained, part, arguments.views.value_or(0)));
  CHESTLENS_TRY(const auto evaluation, evaluate_run(trained,
                                                    {.part = part,
                                                     .data_folder = arguments.data,
                                                     .views = arguments.views.value_or(0),
                                                     .device = device,
                                                     .threads = arguments.threads,
                                                     .cache_folder = arguments.cache_folder()},
                                                    terminal_reporter()));
  std::printf("%s", to_markdown(evaluation).c_str());
  return save_evaluation(trained, evaluation);
}

Status run(const Arguments& arguments) {
  CHESTLENS_CHECK(check(arguments));
  CHESTLENS_TRY(const auto part, parse_evaluated_part(arguments.split));
  use_threads(arguments.threads);
  if (!arguments.bundle.empty()) return run_bundle(arguments, part);
  return arguments.models.empty() ? run_run(arguments, part) : run_models(arguments, part);
}

}  // namespace

void add_evaluate(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
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
  command->add_flag("--write-cards", arguments->write_cards,
                    "With --models and --split test: put metrics and audit into the cards and the\n"
                    "catalog");
  command->add_flag(
      "--record-films", arguments->record_films,
      "With --bundle, one of an earlier version, and the films that it was trained on:\n"
      "write into it which films it saw, if it finds its card's figures again");
  command
      ->add_option("--split", arguments->split,
                   "Films to score: validation (those that chose the epoch), test (rows that the\n"
                   "manifest calls test) or all (every film that the model never saw)")
      ->check(one_of({"validation", "test", "all"}))
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
