#include "cli/commands.hpp"
#include "cli/interrupt.hpp"
#include "cli/terminal.hpp"
#include "cli/threads.hpp"
#include "cli/torch_commands.hpp"
#include "cli/validators.hpp"
#include "data/film_cache.hpp"
#include "distributed/launch.hpp"
#include "io/build_info.hpp"
#include "learn/device.hpp"
#include "recipe/recipe.hpp"
#include "train/as_trained.hpp"
#include "train/dry_run.hpp"
#include "train/known_run.hpp"
#include "train/run_folder.hpp"
#include "train/trainer.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {
namespace {

struct Arguments {
  std::filesystem::path recipe;
  std::optional<std::string> device;
  std::optional<std::uint64_t> seed;
  std::optional<double> epochs_scale;
  std::vector<std::string> overrides;
  TrainOptions options;
  std::filesystem::path bridge;  // the old spelling of options.pretraining_data
  bool no_cache = false;
  bool restore_recipe = false;
  bool dry_run = false;
};

/// As the system has it, an argument with blanks in quotes.
std::string command_line() {
  std::ifstream arguments("/proc/self/cmdline", std::ios::binary);
  std::string line;
  for (std::string argument; std::getline(arguments, argument, '\0');) {
    const bool is_plain = !argument.empty() && argument.find_first_of(" \t\n'\"") == argument.npos;
    line.append(line.empty() ? "" : " ").append(is_plain ? argument : "'" + argument + "'");
  }
  return line;
}

/// The run that is resumed, or begun from, if there is one.
Result<std::optional<KnownRun>> known_run(const Arguments& arguments) {
  const TrainOptions& options = arguments.options;
  CHESTLENS_TRY(auto known, options.resume ? find_known_run(options.run_folder)
                                           : Result<std::optional<KnownRun>>());
  if (!known && !options.from_run.empty()) {
    CHESTLENS_TRY(known, find_known_run(options.from_run));
    if (!known) return fail(ErrorCode::not_found, "holds no run", options.from_run.string());
  }
  if (!known && (arguments.recipe.empty() || options.data_folder.empty())) {
    return fail(ErrorCode::not_found,
                "holds no run to resume; --recipe and --data begin one (see also --from)",
                options.run_folder.string());
  }
  return known;
}

/// What was not given is as it was in the run that is known.
Status complete(Arguments& arguments, const KnownRun& known) {
  TrainOptions& options = arguments.options;
  if (options.data_folder.empty()) {
    options.data_folder = known.data_folder;
    CHESTLENS_CHECK(check_data_folder(options.resume ? options.run_folder : options.from_run,
                                      options.data_folder));
  }
  if (!options.resume) return {};
  if (options.pretraining_data.empty()) options.pretraining_data = known.pretraining_data;
  if (!arguments.epochs_scale) arguments.epochs_scale = known.record.epochs_scale;
  if (!arguments.seed) arguments.seed = known.recipe.train.seed;
  if (known.record.sessions.empty()) return {};
  const RunSession& last = known.record.sessions.back();
  if (!arguments.device) arguments.device = last.device.substr(0, 4) == "cuda" ? "cuda" : "cpu";
  options.deterministic = options.deterministic || last.deterministic;
  options.eager = options.eager || last.eager;
  return {};
}

Status restore(const std::filesystem::path& run_folder) {
  CHESTLENS_CHECK(restore_as_trained(run_folder));
  std::printf(
      "%s: recipe.toml and the classes in run.json are again what the weights were trained by\n",
      run_folder.c_str());
  return {};
}

Status run(Arguments arguments) {
  TrainOptions& options = arguments.options;
  if (arguments.restore_recipe) return restore(options.run_folder);
  options.reporter = terminal_reporter();
  if (!arguments.bridge.empty()) {
    options.pretraining_data = arguments.bridge;
    options.reporter.note("--bridge is now called --pretraining-data; the old name is still read");
  }
  CHESTLENS_TRY(const auto known, known_run(arguments));
  if (known) CHESTLENS_CHECK(complete(arguments, *known));
  CHESTLENS_TRY(auto recipe,
                training_recipe(arguments.recipe, known ? &*known : nullptr, arguments.overrides));
  recipe.train.seed = arguments.seed.value_or(recipe.train.seed);
  options.epochs_scale = arguments.epochs_scale.value_or(1.0);
  const BuildInfo build = build_info();
  options.invocation = {build.version, build.commit, command_line(), arguments.overrides};
  CHESTLENS_TRY(options.device, choose_device(arguments.device.value_or("auto")));
  CHESTLENS_TRY(options.group, join_launched_ranks(options.device, options.reporter));
  const QuietRank quiet(options.group->placement().rank);
  use_kernels(options.device, options.deterministic ? Kernels::deterministic : Kernels::expected);
  use_threads(options.threads);
  if (!arguments.no_cache) options.cache_folder = film_cache_folder();
  catch_interrupts();
  options.stop_requested = interrupted;

  if (arguments.dry_run) {
    CHESTLENS_CHECK(dry_run(recipe, options));
    return options.group->leave();
  }
  CHESTLENS_TRY(const auto summary, train(recipe, options));
  CHESTLENS_CHECK(options.group->leave());
  std::printf("epoch %d of %d was best; its weights are %s\nnext: chestlens evaluate --run %s\n",
              summary.best_epoch, summary.epochs, RunFiles(options.run_folder).best.c_str(),
              options.run_folder.c_str());
  return {};
}

/// What must be given where no run says it.
void check_given(const Arguments& arguments) {
  const TrainOptions& options = arguments.options;
  // excludes() would show the old name's place in the help text.
  if (!arguments.bridge.empty() && !options.pretraining_data.empty()) {
    throw CLI::ExcludesError("--bridge", "--pretraining-data");
  }
  if (options.resume || arguments.restore_recipe || !options.from_run.empty()) return;
  if (arguments.recipe.empty()) throw CLI::RequiredError("--recipe");
  if (options.data_folder.empty()) throw CLI::RequiredError("--data");
}

void add_resuming_options(CLI::App& command, Arguments& arguments) {
  TrainOptions& options = arguments.options;
  command.add_flag("--resume", options.resume,
                   "Continue from the run's last checkpoint, or start if there is none. Recipe,\n"
                   "films, seed and device are the run's own where they are not given");
  command.add_flag(
      "--allow-changes", options.allow_changes,
      "Resume with another recipe, with films that were taken out or changed, or with\n"
      "another number of processes, where that is sound: learning rates, schedules,\n"
      "epochs and sizes of stages to come, regularisation and augmentation. Each\n"
      "change is recorded in run.json");
  command.add_flag("--restore-recipe", arguments.restore_recipe,
                   "Only put the run's recipe.toml back as its weights were trained by it");
  command
      .add_option("--from", options.from_run,
                  "Begin a new run with the best weights of another, a finished one too, on its\n"
                  "films and its split; by its recipe where --recipe is not given")
      ->type_name("RUN");
}

}  // namespace

void add_train(CLI::App& app, Action& chosen) {
  const auto arguments = std::make_shared<Arguments>();
  TrainOptions& options = arguments->options;
  CLI::App* command = app.add_subcommand(train_command.name, train_command.description);
  command->add_option("--recipe", arguments->recipe, "Recipe, e.g. models/densenet121-cxr.toml");
  command->add_option("--data", options.data_folder, "Folder of manifest.csv and the films");
  command->add_option("--run", options.run_folder, "Folder of the run, e.g. runs/first")
      ->required();
  command
      ->add_option("--set", arguments->overrides,
                   "Other values of the recipe, e.g. train.batch=64 stage.1.epochs=3\n"
                   "stage.2.max_learning_rate=[1e-4,1e-3]; the run keeps the merged recipe")
      ->type_name("KEY=VALUE ...");
  command->add_flag("--dry-run", arguments->dry_run,
                    "Say what would be trained: films, stages, steps, memory, disk, and about how\n"
                    "long it would take. Writes nothing");
  command->add_option("--pretraining-data", options.pretraining_data,
                      "Folder of the multi-label films (manifest.csv with a column labels) for a\n"
                      "recipe with a table [pretraining]");
  command->add_option("--bridge", arguments->bridge)->group("");
  add_resuming_options(*command, *arguments);
  command
      ->add_option("--seed", arguments->seed,
                   "Replaces the recipe's train.seed: other initial weights, order and\n"
                   "augmentation, the same split")
      ->check(seed_number());
  command->add_option("--device", arguments->device, "auto, cpu or cuda")
      ->check(one_of({"auto", "cpu", "cuda"}))
      ->default_str("auto");
  command->add_flag("--deterministic", options.deterministic,
                    "Take the GPU's kernels that repeat their bits where LibTorch has such, which\n"
                    "are slower; it warns of others. The CPU repeats them in any case");
  command
      ->add_option("--epochs-scale", arguments->epochs_scale,
                   "Factor on the epochs of every stage; at least one epoch remains")
      ->check(number_in(0.001, 1000.0))
      ->default_str("1");
  command
      ->add_option("--checkpoint-minutes", options.checkpoint_minutes,
                   "Minutes between checkpoints within an epoch; 0 saves after every batch")
      ->check(number_in(0.0, 1e6))
      ->capture_default_str();
  command->add_flag(
      "--eager", options.eager,
      "Launch a GPU's steps kernel by kernel. Otherwise each stage's step is recorded\n"
      "once as a CUDA graph, where the films are on the GPU, and launched as a whole");
  command->add_flag("--no-cache", arguments->no_cache,
                    "Prepare the films again; see chestlens dataset cache");
  add_threads_option(*command, options.threads);
  command->callback([arguments, &chosen] {
    check_given(*arguments);
    chosen = [arguments] { return run(*arguments); };
  });
}

}  // namespace chestlens
