#include "cli/commands.hpp"
#include "cli/threads.hpp"
#include "data/film_cache.hpp"
#include "io/atomic_file.hpp"
#include "train/device.hpp"
#include "train/evaluation.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path run;
  std::filesystem::path data;
  std::string split = "validation";
  std::string device = "auto";
  int looks = 0;
  int threads = 1;
  bool no_cache = false;
};

Status run(const Arguments& arguments) {
  const auto device = choose_device(arguments.device);
  if (!device) return tl::unexpected(device.error());
  use_threads(arguments.threads);
  const auto trained = load_run(arguments.run);
  if (!trained) return tl::unexpected(trained.error());
  auto data = load_run_data(*trained, arguments.data);
  if (!data) return tl::unexpected(data.error());
  if (!arguments.no_cache) data->cache_folder = film_cache_folder();
  const auto classifier = load_best(*trained);
  if (!classifier) return tl::unexpected(classifier.error());
  const auto part = arguments.split == "test" ? EvaluatedPart::test : EvaluatedPart::validation;
  const auto evaluation =
      evaluate(*trained, *classifier, *data, part, *device, arguments.threads, arguments.looks);
  if (!evaluation) return tl::unexpected(evaluation.error());

  std::printf("%s", to_markdown(*evaluation).c_str());
  const std::string outcome =
      arguments.split + (arguments.looks > 0 ? "-tta" + std::to_string(arguments.looks) : "");
  const RunFiles files(arguments.run);
  const Status status = save_predictions(files.predictions(outcome), evaluation->predictions);
  if (!status) return status;
  return write_file_atomic(files.evaluation(outcome), to_json(*evaluation));
}

}  // namespace

void add_evaluate(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  CLI::App* command = app.add_subcommand(
      "evaluate",
      "Score a run's best weights: a Markdown table on standard output, evaluation-SPLIT.json and\n"
      "each film's logits in predictions-SPLIT.csv in the run's folder. Choose between models on "
      "validation; score the test films once.");
  command->add_option("--run", arguments->run, "Folder of the run")->required();
  command->add_option("--data", arguments->data, "The run's films, where their folder has moved");
  command->add_option("--split", arguments->split, "validation or test")
      ->check(CLI::IsMember({"validation", "test"}))
      ->capture_default_str();
  command
      ->add_option("--tta", arguments->looks,
                   "Test-time augmentation: average over each film and so many looks at it, the\n"
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
