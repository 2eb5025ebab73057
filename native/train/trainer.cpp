#include "train/trainer.hpp"

#include "data/manifest.hpp"
#include "data/split.hpp"
#include "io/guarded.hpp"
#include "io/lock.hpp"
#include "learn/recipe_split.hpp"
#include "recipe/pretraining.hpp"
#include "train/epoch_log.hpp"
#include "train/folder_rule.hpp"
#include "train/opening.hpp"
#include "train/run_films.hpp"
#include "train/run_folder.hpp"
#include "train/same_start.hpp"
#include "train/session.hpp"
#include "train/stage_training.hpp"

#include <c10/core/DeviceGuard.h>
#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

Status train_remaining_stages(Session& session, const TrainOptions& options) {
  bool are_known = true;  // what is in the films: they were looked at when the session was opened
  while (static_cast<std::size_t>(session.state.stage) < session.stages.size()) {
    if (session.writes() && !are_known) {
      CHESTLENS_CHECK(check_contents(session.manifest, session.split, options));
    }
    are_known = false;
    CHESTLENS_CHECK(train_stage(session, options));
  }
  return write_log(session);
}

Result<TrainSummary> train_stages(const Recipe& recipe, const TrainOptions& options) {
  CHESTLENS_TRY(auto session, open_session(recipe, options));
  const TrainingState& state = session.state;
  options.reporter.say(table_header(session.run.classes, session.run.recipe.data.multi_label));
  const Status outcome =
      guarded("training", [&] { return train_remaining_stages(session, options); });
  const Status closed = close_session(session, outcome);
  CHESTLENS_CHECK(outcome);
  CHESTLENS_CHECK(closed);
  return TrainSummary{state.epoch, state.best_epoch, state.best_value};
}

/// What of the task can fail at once is found before its pretraining takes hours.
Status check_task(const Recipe& recipe, const TrainOptions& options) {
  if (options.group->placement().rank == 0) {
    CHESTLENS_CHECK(check_may_begin(options.run_folder, recipe));
  }
  CHESTLENS_TRY(const auto manifest,
                load_manifest(options.data_folder, {.classes = recipe.data.classes}));
  CHESTLENS_CHECK(recipe_split(manifest, recipe.data));
  return {};
}

Status pretrain(const Recipe& recipe, const TrainOptions& options) {
  CHESTLENS_CHECK(check_task(recipe, options));
  TrainOptions pretraining = options;
  pretraining.task_data = options.data_folder;
  pretraining.data_folder = options.pretraining_data;
  pretraining.run_folder = pretraining_folder(options.run_folder);
  options.reporter.say("pretraining on " + options.pretraining_data.string());
  CHESTLENS_TRY(const auto summary, train_stages(pretraining_recipe(recipe), pretraining));
  options.reporter.say(
      fmt::format("pretraining done: epoch {} of {} was best, mean ROC area {:.3f}",
                  summary.best_epoch, summary.epochs, summary.best_value));
  return {};
}

Result<TrainSummary> train_all(const Recipe& recipe, const TrainOptions& options) {
  report_notices(recipe, options.reporter);
  CHESTLENS_TRY(const auto pretrains, pretrains_first(recipe, options));
  if (pretrains) CHESTLENS_CHECK(pretrain(recipe, options));
  if (!recipe.pretraining) return train_stages(recipe, options);
  const RunFiles pretrained(pretraining_folder(options.run_folder));
  return train_stages(task_recipe(recipe, pretrained.best), options);
}

/// The run's lock on rank 0, which alone writes.
Result<std::optional<FolderLock>> lock_run(const TrainOptions& options) {
  if (options.group->placement().rank != 0) return std::optional<FolderLock>();
  CHESTLENS_TRY(auto lock, FolderLock::take(options.run_folder, "is training here"));
  if (!lock.is_held()) {
    options.reporter.note(fmt::format(
        "{}: this file system cannot lock a folder; see to it that no other process trains there",
        options.run_folder.string()));
  }
  return std::optional<FolderLock>(std::move(lock));
}

Status check_processes(const Recipe& recipe, const TrainOptions& options) {
  if (options.group->placement().ranks == 1 || !asks_for_sources(recipe.train)) return {};
  return fail(ErrorCode::unsupported,
              "loss = \"group_dro\" and source_adversary keep what they know of the groups in one "
              "process; train with one",
              recipe.name);
}

}  // namespace

Result<TrainSummary> train(const Recipe& recipe, const TrainOptions& options) {
  return guarded("training", [&]() -> Result<TrainSummary> {
    CHESTLENS_CHECK(check_processes(recipe, options));
    CHESTLENS_CHECK(check_same_start(recipe, options));
    CHESTLENS_TRY(const auto lock, lock_run(options));
    std::optional<c10::DeviceGuard> current;
    if (options.device.is_cuda()) current.emplace(options.device);
    return train_all(recipe, options);
  });
}

}  // namespace chestlens
