#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "data/film_cache.hpp"
#include "distributed/launch.hpp"
#include "learn/device.hpp"
#include "recipe/recipe.hpp"
#include "train/run_folder.hpp"
#include "train/trainer.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path recipe;
  std::string device = "auto";
  std::optional<std::uint64_t> seed;
  TrainOptions options;
  std::filesystem::path bridge;  // the old spelling of options.pretraining_data
  bool no_cache = false;
};

/// --seed, else that of the run that goes on, else the recipe's.
Result<std::uint64_t> seed_of(const Arguments& arguments, const Recipe& recipe) {
  if (arguments.seed) return *arguments.seed;
  if (!arguments.options.resume) return recipe.train.seed;
  const auto run = load_run(arguments.options.run_folder);
  if (run) return run->recipe.train.seed;
  if (run.error().code == ErrorCode::not_found) return recipe.train.seed;
  return tl::unexpected(run.error());
}

Status run(Arguments arguments) {
  CHESTLENS_TRY(auto recipe, load_recipe(arguments.recipe));
  CHESTLENS_TRY(const auto seed, seed_of(arguments, recipe));
  recipe.train.seed = seed;
  CHESTLENS_TRY(auto device, choose_device(arguments.device));
  CHESTLENS_TRY(const auto group, join_launched_ranks(device));
  const QuietRank quiet(group->placement().rank);
  arguments.options.group = group;
  arguments.options.device = device;
  use_fastest_kernels(device);
  use_threads(arguments.options.threads);
  if (!arguments.no_cache) arguments.options.cache_folder = film_cache_folder();
  catch_interrupts();
  arguments.options.stop_requested = interrupted;
  arguments.options.reporter = terminal_reporter();
  if (!arguments.bridge.empty()) {
    arguments.options.pretraining_data = arguments.bridge;
    arguments.options.reporter.note(
        "--bridge is now called --pretraining-data; the old name is still read");
  }

  CHESTLENS_TRY(const auto summary, train(recipe, arguments.options));
  CHESTLENS_CHECK(group->leave());
  const auto& run_folder = arguments.options.run_folder;
  std::printf("epoch %d of %d was best; its weights are %s\nnext: chestlens evaluate --run %s\n",
              summary.best_epoch, summary.epochs, RunFiles(run_folder).best.c_str(),
              run_folder.c_str());
  return {};
}

}  // namespace

void add_train(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  TrainOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "train",
      "Train a network by a recipe on the films of a manifest. Writes the split, a checkpoint an\n"
      "epoch, the best epoch's weights and a log into the run's folder. Ctrl-C stops after the\n"
      "batch and saves. Started by torchrun, mpirun or srun, its processes train together:\n"
      "batch is for each of them, and --run a folder that all of them see.");
  command->add_option("--recipe", arguments->recipe, "The recipe, e.g. models/densenet121-cxr.toml")
      ->required();
  command->add_option("--data", options.data_folder, "Folder that holds manifest.csv and the films")
      ->required();
  command->add_option("--run", options.run_folder, "Folder of this run, e.g. runs/first")
      ->required();
  CLI::Option* pretraining = command->add_option(
      "--pretraining-data", options.pretraining_data,
      "Folder of the multi-label films (manifest.csv with a column labels) for\n"
      "a recipe with a table [pretraining]");
  command->add_option("--bridge", arguments->bridge)->group("")->excludes(pretraining);
  command->add_flag("--resume", options.resume,
                    "Go on from the run's last checkpoint; begin where there is none");
  command->add_option("--seed", arguments->seed,
                      "In place of the recipe's train.seed: other start weights, order and looks,\n"
                      "the same split");
  command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
  command
      ->add_option("--epochs-scale", options.epochs_scale,
                   "Multiplies the epochs of every stage; at least one stays")
      ->check(CLI::Range(0.001, 1000.0))
      ->capture_default_str();
  command
      ->add_option("--checkpoint-minutes", options.checkpoint_minutes,
                   "Minutes between checkpoints within an epoch; 0 saves after every batch")
      ->check(CLI::Range(0.0, 1e6))
      ->capture_default_str();
  command->add_flag("--no-cache", arguments->no_cache,
                    "Prepare the films anew; see chestlens dataset cache");
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] { chosen = [arguments] { return run(*arguments); }; });
}

}  // namespace chestlens
