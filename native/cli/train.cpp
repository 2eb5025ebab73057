#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/validators.hpp"
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

/// --seed, or the seed of the run that is resumed, or the recipe's.
Result<std::uint64_t> seed_of(const Arguments& arguments, const Recipe& recipe) {
  if (arguments.seed) return *arguments.seed;
  if (!arguments.options.resume) return recipe.train.seed;
  const auto run = load_run(arguments.options.run_folder);
  if (!run && run.error().code == ErrorCode::not_found) return recipe.train.seed;
  CHESTLENS_CHECK(run);
  return run->recipe.train.seed;
}

Status run(Arguments arguments) {
  TrainOptions& options = arguments.options;
  CHESTLENS_TRY(auto recipe, load_recipe(arguments.recipe));
  CHESTLENS_TRY(recipe.train.seed, seed_of(arguments, recipe));
  CHESTLENS_TRY(options.device, choose_device(arguments.device));
  CHESTLENS_TRY(options.group, join_launched_ranks(options.device, terminal_reporter()));
  const QuietRank quiet(options.group->placement().rank);
  use_fastest_kernels(options.device);
  use_threads(options.threads);
  if (!arguments.no_cache) options.cache_folder = film_cache_folder();
  options.reporter = terminal_reporter();
  if (!arguments.bridge.empty()) {
    options.pretraining_data = arguments.bridge;
    options.reporter.note("--bridge is now called --pretraining-data; the old name is still read");
  }
  catch_interrupts();
  options.stop_requested = interrupted;

  CHESTLENS_TRY(const auto summary, train(recipe, options));
  CHESTLENS_CHECK(options.group->leave());
  std::printf("epoch %d of %d was best; its weights are %s\nnext: chestlens evaluate --run %s\n",
              summary.best_epoch, summary.epochs, RunFiles(options.run_folder).best.c_str(),
              options.run_folder.c_str());
  return {};
}

}  // namespace

void add_train(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  TrainOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(
      "train",
      "Train a network by a recipe on the films of a manifest. The run's folder receives the\n"
      "split, a checkpoint per epoch, the weights of the best epoch and a log. Ctrl-C stops after\n"
      "the current batch and saves the state. Processes started by torchrun, mpirun or srun train\n"
      "together: the recipe's batch is that of each process, and all of them must see the --run\n"
      "folder.");
  command->add_option("--recipe", arguments->recipe, "Recipe, e.g. models/densenet121-cxr.toml")
      ->required();
  command->add_option("--data", options.data_folder, "Folder of manifest.csv and the films")
      ->required();
  command->add_option("--run", options.run_folder, "Folder of the run, e.g. runs/first")
      ->required();
  command->add_option("--pretraining-data", options.pretraining_data,
                      "Folder of the multi-label films (manifest.csv with a column labels) for a\n"
                      "recipe with a table [pretraining]");
  command->add_option("--bridge", arguments->bridge)->group("");
  command->add_flag("--resume", options.resume,
                    "Continue from the run's last checkpoint, or start if there is none");
  command
      ->add_option("--seed", arguments->seed,
                   "Replaces the recipe's train.seed: other initial weights, order and\n"
                   "augmentation, the same split")
      ->check(seed_number());
  command->add_option("--device", arguments->device, "auto, cpu or cuda")->capture_default_str();
  command
      ->add_option("--epochs-scale", options.epochs_scale,
                   "Factor on the epochs of every stage; at least one epoch remains")
      ->check(number_in(0.001, 1000.0))
      ->capture_default_str();
  command
      ->add_option("--checkpoint-minutes", options.checkpoint_minutes,
                   "Minutes between checkpoints within an epoch; 0 saves after every batch")
      ->check(number_in(0.0, 1e6))
      ->capture_default_str();
  command->add_flag("--no-cache", arguments->no_cache,
                    "Prepare the films again; see chestlens dataset cache");
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] {
    // excludes() would show the old name's place in the help text.
    if (!arguments->bridge.empty() && !arguments->options.pretraining_data.empty()) {
      throw CLI::ExcludesError("--bridge", "--pretraining-data");
    }
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
