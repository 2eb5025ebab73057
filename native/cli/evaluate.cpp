#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "data/film_cache.hpp"
#include "evaluate/run_evaluation.hpp"
#include "learn/device.hpp"
#include "report/evaluate_models.hpp"
#include "report/study_text.hpp"
#include "report/write_study.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path run;
  std::filesystem::path models;
  std::filesystem::path data;
  std::filesystem::path table;
  bool write_cards = false;
  std::string split = "validation";
  std::string device = "auto";
  int views = 0;
  int threads = 1;
  bool no_cache = false;

  std::filesystem::path cache_folder() const {
    return no_cache ? std::filesystem::path() : film_cache_folder();
  }
};

/// --run, or --models with --data.
Status check(const Arguments& arguments) {
  if (arguments.run.empty() == arguments.models.empty()) {
    return fail(
        ErrorCode::invalid_argument,
        "give --run FOLDER to score a run, or --models FOLDER --data FOLDER to score bundles");
  }
  if (!arguments.models.empty() && arguments.data.empty()) {
    return fail(ErrorCode::invalid_argument, "is missing: bundles do not know where films are",
                "--data");
  }
  if (arguments.models.empty() && (!arguments.table.empty() || arguments.write_cards)) {
    return fail(ErrorCode::invalid_argument, "are for the bundles of --models",
                "--table and --write-cards");
  }
  if (arguments.write_cards && arguments.split != "test") {
    return fail(ErrorCode::invalid_argument,
                "is for --split test: export wrote validation's metrics, and a card has one audit",
                "--write-cards");
  }
  return {};
}

Status run_models(const Arguments& arguments, EvaluatedPart part) {
  CHESTLENS_TRY(const auto evaluated, evaluate_models({.models = arguments.models,
                                                       .data = arguments.data,
                                                       .part = part,
                                                       .threads = arguments.threads,
                                                       .cache_folder = arguments.cache_folder()},
                                                      terminal_reporter()));
  std::printf("%s", to_markdown(evaluated.study).c_str());
  if (!arguments.table.empty()) {
    CHESTLENS_CHECK(write_study(arguments.table, evaluated.study));
  }
  return arguments.write_cards ? write_evaluated_models(arguments.models, evaluated) : Status();
}

Status run_run(const Arguments& arguments, EvaluatedPart part) {
  CHESTLENS_TRY(const auto device, choose_device(arguments.device));
  CHESTLENS_TRY(const auto trained, load_run(arguments.run));
  CHESTLENS_TRY(const auto evaluation, evaluate_run(trained,
                                                    {.part = part,
                                                     .data_folder = arguments.data,
                                                     .views = arguments.views,
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
  return arguments.models.empty() ? run_run(arguments, part) : run_models(arguments, part);
}

}  // namespace

void add_evaluate(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "evaluate",
      "Score a run's best weights on films that it was not trained on: a Markdown table on\n"
      "standard output, evaluation-SPLIT.json and each film's logits in predictions-SPLIT.csv in\n"
      "the run's folder. With --models, score and audit the bundles and ensembles of a catalog.\n"
      "Choose between models on validation; score the test films once.");
  command->add_option("--run", arguments->run, "Folder of the run");
  command->add_option("--models", arguments->models,
                      "Instead of a run: folder of catalog.json, whose bundles and ensembles are\n"
                      "scored on the same films of --data, in ONNX Runtime, and audited");
  command->add_option("--data", arguments->data,
                      "Folder of the films; needed with --models, and with --run where the films\n"
                      "have moved since the training");
  command->add_option("--table", arguments->table,
                      "With --models: folder for table.md, table.csv, table.html and figures");
  command->add_flag("--write-cards", arguments->write_cards,
                    "With --models and --split test: put metrics and audit into the cards and the\n"
                    "catalog");
  command->add_option("--split", arguments->split, "Films to score: validation or test")
      ->check(CLI::IsMember({"validation", "test"}))
      ->capture_default_str();
  command
      ->add_option("--tta", arguments->views,
                   "Test-time augmentation: average over each film and N augmented views of it,\n"
                   "the mirror image first (4 is usual); the files are named SPLIT-ttaN")
      ->check(CLI::Range(0, 64))
      ->capture_default_str();
  command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
  command->add_flag("--no-cache", arguments->no_cache,
                    "Prepare the films again; see chestlens dataset cache");
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
