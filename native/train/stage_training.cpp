#include "train/stage_training.hpp"

#include "data/dataset.hpp"
#include "train/batch_source.hpp"
#include "train/epoch_log.hpp"
#include "train/freeze.hpp"
#include "train/predictions.hpp"

#include <torch/torch.h>

#include <chrono>
#include <cstdio>
#include <string>

namespace chestlens {
namespace {

const Stage& stage_of(const Session& session) {
  return session.stages.at(static_cast<std::size_t>(session.state.stage));
}

EpochPlan plan_epoch(const Session& session) {
  int all_epochs = 0;
  for (const Stage& stage : session.stages) all_epochs += stage.epochs;
  const Stage& stage = stage_of(session);
  return {stage, session.state.epoch, session.state.epoch_in_stage,
          "epoch " + std::to_string(session.state.epoch + 1) + "/" + std::to_string(all_epochs) +
              ", " + std::to_string(stage.size_pixels) + " px" + (stage.frozen ? ", frozen" : "")};
}

/// Scores the averaged weights, or the weights where there is no average, and keeps them where
/// they are the best of the run.
Result<Score> score_epoch(Session& session, const Dataset& validation) {
  Learner& learner = session.learner;
  const auto& train = session.run.recipe.train;
  const AverageInPlace average(*learner.classifier.module, learner.average);
  auto result = score(predict(learner.classifier, validation, session.computing.device,
                              session.computing.type, stage_of(session).batch));
  if (!result) return result;

  TrainingState& state = session.state;
  const double value = best_value(train.keep_best, *result);
  if (state.epoch_in_stage == 0 || is_better(train.keep_best, value, state.stage_best_value)) {
    state.stage_best_value = value;
    state.epochs_since_best = 0;
  } else {
    ++state.epochs_since_best;
  }
  if (state.best_epoch == 0 || is_better(train.keep_best, value, state.best_value)) {
    const Status status = save_best(session.run, learner.classifier, state.epoch + 1, value);
    if (!status) return tl::unexpected(status.error());
    state.best_epoch = state.epoch + 1;
    state.best_value = value;
  }
  return result;
}

/// Puts the state at the beginning of the next epoch. Whether the stage ended before its time.
bool advance(Session& session) {
  TrainingState& state = session.state;
  const int patience = session.run.recipe.train.early_stopping_epochs;
  ++state.epoch;
  ++state.epoch_in_stage;
  state.batch = 0;
  state.loss_sum = 0.0;
  state.films_seen = 0;
  const bool is_done = state.epoch_in_stage >= stage_of(session).epochs;
  const bool stops_early = !is_done && patience > 0 && state.epochs_since_best >= patience;
  if (is_done || stops_early) {
    ++state.stage;
    state.epoch_in_stage = 0;
    state.epochs_since_best = 0;
    state.stage_best_value = 0.0;
  }
  return stops_early;
}

/// Scores the epoch that just ended, keeps its weights if they are the best, and writes everything
/// down. The checkpoint comes last but for the log, which is only read by people: a kill before it
/// repeats the epoch with the same outcome.
Status finish_epoch(Session& session, const Dataset& validation, const EpochPlan& plan) {
  TrainingState& state = session.state;
  const std::vector<std::string>& classes = session.run.classes;
  const auto result = score_epoch(session, validation);
  if (!result) return tl::unexpected(result.error());

  const double position = static_cast<double>(plan.epoch_in_stage + 1) / plan.stage.epochs;
  const double share =
      schedule_at(plan.stage.schedule, session.run.recipe.train.momentum, position).rate_share;
  const EpochRecord record{.epoch = plan.epoch + 1,
                           .stage = state.stage + 1,
                           .size_pixels = plan.stage.size_pixels,
                           .learning_rate = plan.stage.max_learning_rate.high * share,
                           .train_loss = state.loss_sum / static_cast<double>(state.films_seen),
                           .is_best = state.best_epoch == plan.epoch + 1};
  state.log.push_back(to_json_line(record, *result, classes));
  const int waited = state.epochs_since_best;
  const bool stops_early = advance(session);
  if (const Status status = save_checkpoint(session); !status) return status;
  std::printf("%s\n", table_row(record, *result, classes).c_str());
  if (stops_early) {
    std::printf("stage %d ends early: %d epochs without a better %s\n", record.stage, waited,
                metric_name(session.run.recipe.train.keep_best).c_str());
  }
  std::fflush(stdout);
  return write_log(session);
}

/// Saves the state within an epoch and says how to go on.
Status stop_here(const Session& session) {
  if (const Status status = save_checkpoint(session); !status) return status;
  return fail(ErrorCode::interrupted,
              "stopped after batch " + std::to_string(session.state.batch) + " of epoch " +
                  std::to_string(session.state.epoch + 1) +
                  ", state saved; --resume goes on from there",
              session.run.folder.string());
}

}  // namespace

Status train_stage(Session& session, const TrainOptions& options) {
  const Stage& stage = stage_of(session);
  InputSpec input = session.run.recipe.input;
  input.size_pixels = stage.size_pixels;
  const auto train_films = load_dataset(session.manifest, session.split.train, input,
                                        options.threads, options.cache_folder);
  if (!train_films) return tl::unexpected(train_films.error());
  const auto validation_films = load_dataset(session.manifest, session.split.validation, input,
                                             options.threads, options.cache_folder);
  if (!validation_films) return tl::unexpected(validation_films.error());

  const c10::Device device = session.computing.device;
  const Placement placed = place_films(*train_films, device, free_bytes(device));
  if (!placed.description.empty()) std::printf("%s\n", placed.description.c_str());
  set_frozen(session.learner.classifier, stage.frozen);
  set_rates(session.learner.optimizer, stage.max_learning_rate);
  const BetweenBatches between{
      .stop_requested = options.stop_requested,
      .save = [&session] { return save_checkpoint(session); },
      .save_interval = std::chrono::duration<double, std::ratio<60>>(options.checkpoint_minutes)};
  const int this_stage = session.state.stage;
  while (session.state.stage == this_stage) {
    const EpochPlan plan = plan_epoch(session);
    if (plan.epoch_in_stage == 0 && session.state.batch == 0) reset(session.learner.optimizer);
    const auto end = train_epoch(session.learner, placed.dataset, session.run.recipe, plan,
                                 session.computing, session.state, between);
    if (!end) return tl::unexpected(end.error());
    if (*end == EpochEnd::stopped) return stop_here(session);
    if (const Status status = finish_epoch(session, *validation_films, plan); !status) {
      return status;
    }
  }
  return {};
}

}  // namespace chestlens
