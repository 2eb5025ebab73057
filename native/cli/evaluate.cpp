#include "cli/commands.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "data/film_cache.hpp"
#include "evaluate/evaluation.hpp"
#include "io/atomic_file.hpp"
#include "learn/device.hpp"
#include "report/evaluate_models.hpp"

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

Status run_models(const Arguments& arguments) {
  use_threads(arguments.threads);
  return evaluate_models(
      {.models = arguments.models,
       .data = arguments.data,
       .part = arguments.split == "test" ? EvaluatedPart::test : EvaluatedPart::validation,
       .table = arguments.table,
       .write_cards = arguments.write_cards,
       .threads = arguments.threads,
       .reporter = terminal_reporter(),
       .cache_folder = arguments.no_cache ? std::filesystem::path() : film_cache_folder()});
}

Status run(const Arguments& arguments) {
  CHESTLENS_CHECK(check(arguments));
  if (!arguments.models.empty()) return run_models(arguments);
  CHESTLENS_TRY(const auto device, choose_device(arguments.device));
  use_threads(arguments.threads);
  CHESTLENS_TRY(const auto trained, load_run(arguments.run));
  CHESTLENS_TRY(auto data, load_run_data(trained, arguments.data));
  if (!arguments.no_cache) data.cache_folder = film_cache_folder();
  CHESTLENS_TRY(const auto classifier, load_best(trained));
  const auto part = arguments.split == "test" ? EvaluatedPart::test : EvaluatedPart::validation;
  CHESTLENS_TRY(const auto evaluation,
                evaluate(trained, classifier, data, part, device, arguments.threads,
                         arguments.views, terminal_reporter()));

  std::printf("%s", to_markdown(evaluation).c_str());
  const std::string outcome =
      arguments.split + (arguments.views > 0 ? "-tta" + std::to_string(arguments.views) : "");
  const RunFiles files(arguments.run);
  CHESTLENS_CHECK(save_predictions(files.predictions(outcome), evaluation.predictions));
  return write_file_atomic(files.evaluation(outcome), to_json(evaluation));
}

}  // namespace

void add_evaluate(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "evaluate",
      "Score a run's best weights: a Markdown table on standard output, evaluation-SPLIT.json and\n"
      "each film's logits in predictions-SPLIT.csv in the run's folder. Choose between models on "
      "validation; score the test films once.");
  command->add_option("--run", arguments->run, "Folder of the run");
  command->add_option("--models", arguments->models,
                      "In a run's place: folder of catalog.json, whose bundles and ensembles are\n"
                      "scored on the same films of --data, in ONNX Runtime, and audited");
  command->add_option("--data", arguments->data, "The run's films, where their folder has moved");
  command->add_option("--table", arguments->table,
                      "With --models: folder for table.md, table.csv, table.html and figures");
  command->add_flag("--write-cards", arguments->write_cards,
                    "With --models and --split test: put metrics and audit into the cards and the\n"
                    "catalog");
  command->add_option("--split", arguments->split, "validation or test")
      ->check(CLI::IsMember({"validation", "test"}))
      ->capture_default_str();
  command
      ->add_option("--tta", arguments->views,
                   "Test-time augmentation: average over each film and so many views at it, the\n"
                   "mirror image first (4 is usual); its files are named SPLIT-ttaN")
      ->check(CLI::Range(0, 64))
      ->capture_default_str();
  command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
  command->add_flag("--no-cache", arguments->no_cache,
                    "Prepare the films anew; see chestlens dataset cache");
  add_threads_option(*command, arguments->threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
