#include "train/trainer.hpp"

#include "data/random.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "train/device.hpp"
#include "train/epoch.hpp"
#include "train/epoch_log.hpp"
#include "train/run_folder.hpp"
#include "train/weights.hpp"

#include <torch/torch.h>

#include <cmath>
#include <cstdio>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// A run under way.
struct Session {
  Run run;
  Manifest manifest;
  Split split;
  std::vector<Stage> stages;  // epochs scaled
  Classifier classifier;
  Optimizer optimizer;
  Computing computing;
  RunIdentity identity;
  TrainingState state;
};

std::vector<Stage> scaled_stages(const Recipe& recipe, double epochs_scale) {
  std::vector<Stage> stages = recipe.stages;
  for (Stage& stage : stages) {
    stage.epochs = std::max(1, static_cast<int>(std::lround(stage.epochs * epochs_scale)));
  }
  return stages;
}

int total_epochs(const std::vector<Stage>& stages) {
  int epochs = 0;
  for (const Stage& stage : stages) epochs += stage.epochs;
  return epochs;
}

/// The split of a run: written down at its beginning, read back ever after.
Result<Split> split_of_run(const Run& run, const Manifest& manifest, bool resumes) {
  const fs::path path = RunFiles(run.folder).split;
  if (resumes) return load_split(path, manifest);
  auto split = make_split(manifest, run.recipe.data.validation_fraction, run.recipe.data.seed);
  if (!split) return split;
  if (const Status status = save_split(path, manifest, *split); !status) {
    return tl::unexpected(status.error());
  }
  return split;
}

Result<Classifier> new_classifier(const Run& run, const TrainOptions& options) {
  constexpr std::uint64_t weights = 0;  // no Purpose of an epoch
  torch::manual_seed(derive_seed(run.recipe.train.seed, {weights}));
  auto classifier = options.make_network(network_spec(run));
  if (!classifier) return classifier;
  classifier->module->to(options.device);
  use_channels_last(*classifier->module);
  return classifier;
}

torch::Tensor training_labels(const Manifest& manifest, const Split& split) {
  std::vector<std::int64_t> labels;
  for (const std::size_t film : split.train) labels.push_back(manifest.films[film].class_index);
  return torch::tensor(labels);
}

Status write_log(const Session& session) {
  std::string text;
  for (const std::string& line : session.state.log) text += line + "\n";
  return write_file_atomic(RunFiles(session.run.folder).log, text);
}

Result<Session> open_session(const Recipe& recipe, const TrainOptions& options) {
  const RunFiles files(options.run_folder);
  std::error_code ignored;
  const bool resumes = fs::exists(files.checkpoint, ignored);
  if (resumes && !options.resume) {
    return fail(ErrorCode::invalid_argument,
                "holds a run already; give --resume to go on with it, or another --run",
                options.run_folder.string());
  }
  auto manifest = load_manifest(options.data_folder, {.classes = recipe.data.classes});
  if (!manifest) return tl::unexpected(manifest.error());

  Run run{options.run_folder, options.data_folder, manifest->classes, recipe};
  auto split = split_of_run(run, *manifest, resumes);
  if (!split) return tl::unexpected(split.error());
  const auto split_text = read_text(files.split);
  if (!split_text) return tl::unexpected(split_text.error());
  auto classifier = new_classifier(run, options);
  if (!classifier) return tl::unexpected(classifier.error());

  const PrecisionChoice precision = choose_precision(recipe.train.precision, options.device);
  Computing computing{options.device, precision.bf16,
                      class_weights(recipe.train.class_weights, training_labels(*manifest, *split),
                                    static_cast<int>(run.classes.size()))};
  if (computing.class_weights.defined()) {
    computing.class_weights = computing.class_weights.to(options.device);
  }
  Optimizer optimizer =
      make_optimizer(*classifier->module, recipe.train.optimizer, recipe.train.weight_decay);
  RunIdentity identity{recipe.text, run.classes, options.epochs_scale, sha256_hex(*split_text)};
  TrainingState state;
  if (resumes) {
    auto stored = load_checkpoint(files.checkpoint, *classifier, optimizer, identity);
    if (!stored) return tl::unexpected(stored.error());
    state = std::move(*stored);
  } else if (const Status status = save_run(run); !status) {
    return tl::unexpected(status.error());
  }
  std::printf(
      "%zu training and %zu validation films of %zu classes, %d duplicates dropped; %s on %s\n",
      split->train.size(), split->validation.size(), run.classes.size(),
      manifest->duplicates_dropped, precision.description.c_str(), options.device.str().c_str());
  return Session{std::move(run),         std::move(*manifest),
                 std::move(*split),      scaled_stages(recipe, options.epochs_scale),
                 std::move(*classifier), std::move(optimizer),
                 std::move(computing),   std::move(identity),
                 std::move(state)};
}

/// Scores the epoch that just ended, keeps its weights if they are the best, and writes everything
/// down. The checkpoint comes last but for the log, which is only read by people: a kill before it
/// repeats the epoch with the same outcome.
Status finish_epoch(Session& session, const Dataset& validation, const EpochPlan& plan, int stage) {
  const Recipe& recipe = session.run.recipe;
  const auto result = score(predict(session.classifier, validation, session.computing.device,
                                    session.computing.bf16, recipe.train.batch));
  if (!result) return tl::unexpected(result.error());

  TrainingState& state = session.state;
  const double value = best_value(recipe.train.keep_best, *result);
  const bool is_best =
      state.best_epoch == 0 || is_better(recipe.train.keep_best, value, state.best_value);
  const double position = static_cast<double>(plan.epoch_in_stage + 1) / plan.stage.epochs;
  const EpochRecord record{
      .epoch = plan.epoch + 1,
      .stage = stage + 1,
      .size_pixels = plan.stage.size_pixels,
      .learning_rate = schedule_at(plan.stage, recipe.train.momentum, position).learning_rate,
      .train_loss = state.loss_sum / static_cast<double>(state.films_seen),
      .is_best = is_best};
  if (is_best) {
    const Status status = save_best(session.run, session.classifier, plan.epoch + 1, value);
    if (!status) return status;
    state.best_epoch = plan.epoch + 1;
    state.best_value = value;
  }
  state.log.push_back(to_json_line(record, *result, session.run.classes));
  state.epoch = plan.epoch + 1;
  state.batch = 0;
  state.loss_sum = 0.0;
  state.films_seen = 0;
  const Status status = save_checkpoint(RunFiles(session.run.folder).checkpoint, session.classifier,
                                        session.optimizer, state, session.identity);
  if (!status) return status;
  std::printf("%s\n", table_row(record, *result, session.run.classes).c_str());
  std::fflush(stdout);
  return write_log(session);
}

/// Saves the state within an epoch and says how to go on.
Status stop_here(Session& session) {
  const Status status = save_checkpoint(RunFiles(session.run.folder).checkpoint, session.classifier,
                                        session.optimizer, session.state, session.identity);
  if (!status) return status;
  return fail(ErrorCode::interrupted,
              "stopped after batch " + std::to_string(session.state.batch) + " of epoch " +
                  std::to_string(session.state.epoch + 1) +
                  ", state saved; --resume goes on from there",
              session.run.folder.string());
}

/// Trains what is left of a stage whose first epoch is `first_epoch` of the run.
Status train_stage(Session& session, int stage, int first_epoch, const TrainOptions& options) {
  const Stage& settings = session.stages[static_cast<std::size_t>(stage)];
  InputSpec input = session.run.recipe.input;
  input.size_pixels = settings.size_pixels;
  const auto train_films =
      load_dataset(session.manifest, session.split.train, input, options.threads);
  if (!train_films) return tl::unexpected(train_films.error());
  const auto validation_films =
      load_dataset(session.manifest, session.split.validation, input, options.threads);
  if (!validation_films) return tl::unexpected(validation_films.error());

  const int all_epochs = total_epochs(session.stages);
  while (session.state.epoch < first_epoch + settings.epochs) {
    const int epoch = session.state.epoch;
    const EpochPlan plan{settings, epoch, epoch - first_epoch,
                         "epoch " + std::to_string(epoch + 1) + "/" + std::to_string(all_epochs) +
                             ", " + std::to_string(settings.size_pixels) + " px"};
    if (plan.epoch_in_stage == 0 && session.state.batch == 0) reset(session.optimizer);
    const auto end =
        train_epoch(session.classifier, session.optimizer, *train_films, session.run.recipe, plan,
                    session.computing, session.state, options.stop_requested);
    if (!end) return tl::unexpected(end.error());
    if (*end == EpochEnd::stopped) return stop_here(session);
    if (const Status status = finish_epoch(session, *validation_films, plan, stage); !status) {
      return status;
    }
  }
  return {};
}

Result<TrainSummary> run_stages(const Recipe& recipe, const TrainOptions& options) {
  auto session = open_session(recipe, options);
  if (!session) return tl::unexpected(session.error());
  std::printf("%s\n", table_header(session->run.classes).c_str());
  std::fflush(stdout);
  int first_epoch = 0;
  for (std::size_t stage = 0; stage < session->stages.size(); ++stage) {
    const int epochs = session->stages[stage].epochs;
    if (session->state.epoch < first_epoch + epochs) {
      const Status status = train_stage(*session, static_cast<int>(stage), first_epoch, options);
      if (!status) return tl::unexpected(status.error());
    }
    first_epoch += epochs;
  }
  if (const Status status = write_log(*session); !status) return tl::unexpected(status.error());
  return TrainSummary{session->state.epoch, session->state.best_epoch, session->state.best_value};
}

}  // namespace

Result<TrainSummary> train(const Recipe& recipe, const TrainOptions& options) {
  try {
    return run_stages(recipe, options);
  } catch (const std::exception& error) {
    return fail(ErrorCode::runtime, error.what(), "training");
  }
}

}  // namespace chestlens
