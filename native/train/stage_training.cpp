#include "train/stage_training.hpp"

#include "data/dataset.hpp"
#include "distributed/gradients.hpp"
#include "distributed/share.hpp"
#include "distributed/synchronize.hpp"
#include "distributed/vote.hpp"
#include "io/text.hpp"
#include "learn/device_memory.hpp"
#include "learn/last_layer.hpp"
#include "learn/out_of_memory.hpp"
#include "learn/predictions.hpp"
#include "learn/repeated_step.hpp"
#include "train/batch_source.hpp"
#include "train/epoch_log.hpp"

#include <torch/torch.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace chestlens {
namespace {

const Stage& stage_of(const Session& session) {
  return session.stages.at(static_cast<std::size_t>(session.state.stage));
}

EpochPlan plan_epoch(const Session& session, RepeatedStep* repeated) {
  int all_epochs = 0;
  for (const Stage& stage : session.stages) all_epochs += stage.epochs;
  const Stage& stage = stage_of(session);
  return {stage, session.state.epoch, session.state.epoch_in_stage,
          "epoch " + std::to_string(session.state.epoch + 1) + "/" + std::to_string(all_epochs) +
              ", " + std::to_string(stage.size_pixels) + " px" +
              (stage.retrain_last_layer ? ", last layer"
               : stage.frozen           ? ", frozen"
                                        : ""),
          repeated};
}

/// Each rank predicts its part of the films; all of them get all logits.
Result<Predictions> predict_together(const Session& session, const Dataset& films,
                                     const Reporter& reporter) {
  const Placement& placement = session.group->placement();
  const std::int64_t count = films.labels.size(0);
  const auto [begin, end] = rows_of_rank(count, placement.rank, placement.ranks);
  const Dataset own{films.images.slice(0, begin, end), films.labels.slice(0, begin, end)};
  CHESTLENS_TRY(const auto logits,
                gather_rows(*session.group,
                            predict(session.learner.classifier, own, session.computing.device,
                                    session.computing.type, stage_of(session).batch, {}, reporter)
                                .logits,
                            count));
  return Predictions{logits, films.labels};
}

/// Whether no earlier epoch was scored on films of this size. The best epoch of another size is not
/// comparable, and would be exported at a size that it was not trained for.
bool is_first_at_its_size(const Session& session) {
  const auto stage = static_cast<std::size_t>(session.state.stage);
  const auto& stages = session.stages;
  return session.state.epoch_in_stage == 0 &&
         (stage == 0 || stages[stage - 1].size_pixels != stages[stage].size_pixels);
}

/// Scores the averaged weights, or the weights where there is no average, and keeps them where
/// they are the best of the run at the size of the films.
Result<Score> score_epoch(Session& session, const Dataset& validation, const Reporter& reporter) {
  Learner& learner = session.learner;
  const auto& train = session.run.recipe.train;
  Group& group = *session.group;
  Status pooled = pool_norm_statistics(group, *learner.classifier.module);
  const AverageInPlace average(*learner.classifier.module, learner.average);
  if (pooled && learner.average.decay > 0.0) {
    pooled = pool_norm_statistics(group, *learner.classifier.module);
  }
  CHESTLENS_CHECK(pooled);
  CHESTLENS_TRY(const auto predictions, predict_together(session, validation, reporter));
  CHESTLENS_TRY(auto result, score(predictions));

  TrainingState& state = session.state;
  const double value = best_value(train.keep_best, result);
  if (state.epoch_in_stage == 0 || is_better(train.keep_best, value, state.stage_best_value)) {
    state.stage_best_value = value;
    state.epochs_since_best = 0;
  } else {
    ++state.epochs_since_best;
  }
  if (is_first_at_its_size(session) || is_better(train.keep_best, value, state.best_value)) {
    CHESTLENS_CHECK(session.writes()
                        ? save_best(session.run, learner.classifier, state.epoch + 1, value)
                        : Status());
    state.best_epoch = state.epoch + 1;
    state.best_value = value;
  }
  return result;
}

/// Moves the state to the beginning of the next epoch. Returns whether the stage ended early.
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

/// Scores the epoch that just ended, keeps its weights if they are the best, and writes everything.
/// The checkpoint is written last but for the log, which only people read: a kill before it repeats
/// the epoch with the same outcome.
Status finish_epoch(Session& session, const Dataset& validation, const EpochPlan& plan,
                    const Reporter& reporter) {
  TrainingState& state = session.state;
  const std::vector<std::string>& classes = session.run.classes;
  CHESTLENS_CHECK(check_run_folder(session));
  CHESTLENS_TRY(
      const auto sums,
      sum_numbers(*session.group, {state.loss_sum, static_cast<double>(state.films_seen)}));
  CHESTLENS_TRY(const auto result, score_epoch(session, validation, reporter));

  const double position = static_cast<double>(plan.epoch_in_stage + 1) / plan.stage.epochs;
  const double share =
      schedule_at(plan.stage.schedule, session.run.recipe.train.momentum, position).rate_share;
  const EpochRecord record{.epoch = plan.epoch + 1,
                           .stage = state.stage + 1,
                           .size_pixels = plan.stage.size_pixels,
                           .learning_rate = plan.stage.max_learning_rate.high * share,
                           .train_loss = sums.at(0) / sums.at(1),
                           .is_best = state.best_epoch == plan.epoch + 1};
  state.log.push_back(to_json_line(record, result, classes));
  const int waited = state.epochs_since_best;
  const bool stops_early = advance(session);
  CHESTLENS_CHECK(save_checkpoint(session));
  reporter.say(table_row(record, result, classes));
  if (stops_early) {
    reporter.say("stage " + std::to_string(record.stage) +
                 " ends early: " + counted(static_cast<std::uint64_t>(waited), "epoch") +
                 " without a better " + metric_name(session.run.recipe.train.keep_best));
  }
  return write_log(session);
}

/// Saves the state within an epoch and says how to resume.
Status stop_here(const Session& session) {
  CHESTLENS_CHECK(save_checkpoint(session));
  return fail(ErrorCode::interrupted,
              "stopped after batch " + std::to_string(session.state.batch) + " of epoch " +
                  std::to_string(session.state.epoch + 1) +
                  ", state saved; --resume goes on from there",
              session.run.folder.string());
}

/// The films of a stage. Rank 0 prepares them for the cache from which the others then read.
Result<Dataset> load_in_turn(const Session& session, const std::vector<std::size_t>& films,
                             const TrainOptions& options) {
  const InputSpec input = input_of(session.run.recipe, stage_of(session));
  const auto load = [&] {
    return load_dataset(session.manifest, films, input, options.threads, options.cache_folder,
                        options.reporter);
  };
  Result<Dataset> dataset;
  if (session.writes()) dataset = load();
  if (!dataset) return dataset;
  CHESTLENS_CHECK(wait_for_all(*session.group));
  return session.writes() ? dataset : load();
}

/// Trains the remaining epochs of the stage in progress.
Status train_epochs(Session& session, const Dataset& training, const Dataset& validation,
                    const BetweenBatches& between, RepeatedStep* repeated) {
  const int this_stage = session.state.stage;
  while (session.state.stage == this_stage) {
    const EpochPlan plan = plan_epoch(session, repeated);
    if (plan.epoch_in_stage == 0 && session.state.batch == 0) reset(session.learner.optimizer);
    CHESTLENS_TRY(const auto end, train_epoch(session.learner, training, session.run.recipe, plan,
                                              session.computing, session.state, between));
    if (end == EpochEnd::stopped) return stop_here(session);
    CHESTLENS_CHECK(finish_epoch(session, validation, plan, between.reporter));
  }
  return {};
}

}  // namespace

Status train_stage(Session& session, const TrainOptions& options) {
  const Stage& stage = stage_of(session);
  CHESTLENS_TRY(const auto train_films, load_in_turn(session, session.split.train, options));
  CHESTLENS_TRY(const auto validation_films,
                load_in_turn(session, session.split.validation, options));

  const c10::Device device = session.computing.device;
  const FilmPlacement placed = place_films(train_films, device, free_bytes(device));
  if (!placed.description.empty()) options.reporter.say(placed.description);
  set_trained_parts(session.learner.classifier, stage);
  if (stage.retrain_last_layer && session.state.epoch_in_stage == 0 && session.state.batch == 0) {
    clear_last_layer(session.learner.classifier);
  }
  set_rates(session.learner.optimizer, stage.max_learning_rate);
  Group& group = *session.group;
  std::optional<RepeatedStep> repeated;
  // Ranks that exchange gradients in other buckets would wait for each other for ever.
  const bool here =
      !options.eager && can_be_recorded(placed.dataset.images.device(), session.run.recipe.train);
  CHESTLENS_TRY(const auto agreed, sum_numbers(group, {here ? 1.0 : 0.0}));
  if (std::lround(agreed.at(0)) == group.placement().ranks) {
    repeated.emplace(session.learner.classifier, placed.dataset, session.run.recipe, stage,
                     session.computing, options.reporter);
    repeated->scale_loss(session.learner.loss_scale);
  }
  constexpr std::int64_t several_buckets = std::int64_t{8} << 20;
  constexpr std::int64_t one_bucket = std::numeric_limits<std::int64_t>::max();
  GradientAverager averager(group, session.learner.classifier.module->parameters(),
                            repeated ? one_bucket : several_buckets,
                            repeated ? Taking::at_the_end : Taking::while_backward);
  Vote vote(group);
  if (group.placement().ranks > 1) {
    session.learner.average_gradients = [&averager] { return averager.finish(); };
    session.learner.defer_averaging = [&averager](bool deferred) { averager.defer(deferred); };
  }
  const BetweenBatches between{
      .decide =
          [&](bool save_is_due) {
            return vote.cast({.stop = options.stop_requested && options.stop_requested(),
                              .save = session.writes() && save_is_due});
          },
      .save = [&session] { return save_checkpoint(session); },
      .save_interval = std::chrono::duration<double, std::ratio<60>>(options.checkpoint_minutes),
      .reporter = options.reporter};
  const Status status = within_memory(workload_of(session.run.recipe, stage, device), [&] {
    return train_epochs(session, placed.dataset, validation_films, between,
                        repeated ? &*repeated : nullptr);
  });
  session.learner.average_gradients = {};
  session.learner.defer_averaging = {};
  return status;
}

}  // namespace chestlens
