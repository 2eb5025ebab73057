#include "train/opening.hpp"

#include "distributed/compare.hpp"
#include "distributed/synchronize.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/temporary.hpp"
#include "learn/device.hpp"
#include "train/folder_rule.hpp"
#include "train/opening_steps.hpp"
#include "train/room.hpp"
#include "train/scaled_stages.hpp"
#include "train/start_weights.hpp"
#include "train/state_json.hpp"
#include "weights/module_weights.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

bool has_changed(const Opening& opening) {
  return !opening.changes.empty() || !opening.films.changes.empty();
}

bool restarts_epoch(const Opening& opening) {
  return !opening.films.changes.empty() ||
         std::ranges::any_of(opening.changes, &ResumeChange::restarts_epoch);
}

/// The best weights of the run that this one begins from. Errors: mismatch.
Status load_origin(Opening& opening, const Classifier& classifier, const TrainOptions& options) {
  CHESTLENS_TRY(const auto origin, load_run(options.from_run));
  if (origin.classes != opening.run.classes) {
    return fail(ErrorCode::mismatch, "its classes are others than those of --data",
                options.from_run.string());
  }
  CHESTLENS_TRY(const auto best, load_best_weights(origin, options.make_network));
  CHESTLENS_CHECK(with_context(set_weights(*classifier.module, weights_of(*best.classifier.module)),
                               RunFiles(options.from_run).best.string()));
  opening.run.record.origin = RunOrigin{.run = fs::absolute(options.from_run).string(),
                                        .epoch = best.epoch,
                                        .weights_sha256 = best.sha256};
  opening.run.record.began_with = origin.record.began_with;
  options.reporter.say(fmt::format("begins with the best weights of {} (epoch {}) and its split",
                                   options.from_run.string(), best.epoch));
  return {};
}

/// The network, its weights as a run begins with them on rank 0, and what trains it.
Status make_learner(Opening& opening, const TrainOptions& options) {
  const Recipe& recipe = opening.run.recipe;
  const Manifest& manifest = opening.films.manifest;
  const Placement& placement = options.group->placement();
  CHESTLENS_TRY(const auto classifier, new_classifier(recipe, manifest, options));
  opening.computing =
      new_computing(recipe.train, options.device, manifest, opening.films.split.train, classifier);
  opening.computing.rank = placement.rank;
  opening.computing.ranks = placement.ranks;
  if (placement.rank == 0 && !opening.head) {
    if (options.from_run.empty()) {
      CHESTLENS_TRY(
          opening.run.record.began_with,
          load_start_weights(classifier, recipe, manifest, opening.films.split.train, options));
    } else {
      CHESTLENS_CHECK(load_origin(opening, classifier, options));
    }
  }
  if (placement.rank > 0) CHESTLENS_CHECK(broadcast_weights(*options.group, *classifier.module));
  opening.learner = new_learner(classifier, recipe.train, opening.computing);
  return {};
}

Status load_state(Opening& opening, const TrainOptions& options) {
  if (!opening.head) return {};
  const fs::path file = RunFiles(opening.run.folder).checkpoint;
  CHESTLENS_TRY(opening.state, load_checkpoint(file, *opening.learner, opening.computing.rank));
  return with_context(
      check_state(opening.state, scaled_stages(opening.run.recipe, options.epochs_scale)),
      file.string());
}

/// Rank 0 looks at everything, then writes.
Status open_first(Opening& opening, Manifest manifest, const TrainOptions& options) {
  const RunFiles files(opening.run.folder);
  for (const fs::path& file : {files.description, files.recipe, files.split, files.checkpoint,
                               files.best, files.log, files.events}) {
    remove_leftovers(file);
  }
  if (opening.head) CHESTLENS_CHECK(compare_with_beginning(opening, options));
  const bool has_split = opening.head || !options.from_run.empty();
  CHESTLENS_TRY(opening.films,
                has_split
                    ? films_to_resume(opening.head ? files.split : RunFiles(options.from_run).split,
                                      std::move(manifest), options)
                    : films_to_begin(std::move(manifest), opening.run.recipe, options));
  CHESTLENS_CHECK(make_learner(opening, options));
  CHESTLENS_CHECK(check_room(files, *opening.learner));
  CHESTLENS_CHECK(load_state(opening, options));
  return write_opening(opening, options);
}

void say_what_trains(const Opening& opening, const TrainOptions& options) {
  const RunFilms& films = opening.films;
  options.reporter.say(fmt::format(
      "{} training and {} validation films of {} classes, {} duplicates dropped; {} on {}",
      films.split.train.size(), films.split.validation.size(), opening.run.classes.size(),
      films.manifest.duplicates_dropped,
      choose_precision(opening.run.recipe.train.precision, options.device).description,
      options.device.str()));
}

}  // namespace

Result<bool> has_begun(const TrainOptions& options) {
  std::error_code ignored;
  return agree(*options.group, fs::exists(RunFiles(options.run_folder).checkpoint, ignored));
}

Result<bool> pretrains_first(const Recipe& recipe, const TrainOptions& options) {
  if (!recipe.pretraining) {
    if (options.pretraining_data.empty()) return false;
    return fail(ErrorCode::invalid_argument,
                "the recipe has no table [pretraining] to train on these films",
                options.pretraining_data.string());
  }
  CHESTLENS_TRY(const auto task_begun, has_begun(options));
  if (task_begun || !options.from_run.empty()) return false;
  if (!options.pretraining_data.empty()) return true;
  return fail(
      ErrorCode::invalid_argument,
      "the recipe has a table [pretraining]; give the folder of its films by --pretraining-data",
      recipe.name);
}

Result<Session> open_session(const Recipe& recipe, const TrainOptions& options) {
  const RunFiles files(options.run_folder);
  Group& group = *options.group;
  const bool first = group.placement().rank == 0;
  CHESTLENS_TRY(const auto resumes, has_begun(options));
  if (resumes && !options.resume) {
    return fail(ErrorCode::invalid_argument,
                "holds a run already; give --resume to go on with it, or another --run",
                options.run_folder.string());
  }
  if (first && !resumes) CHESTLENS_CHECK(check_may_begin(options.run_folder, recipe));
  CHESTLENS_TRY(auto manifest,
                load_manifest(options.data_folder, {.classes = recipe.data.classes,
                                                    .multi_label = recipe.data.multi_label}));
  report_notices(manifest, options.reporter);
  Opening opening{{options.run_folder, options.data_folder, manifest.classes, recipe}, {}, {}};
  if (resumes) {
    CHESTLENS_TRY(opening.head, read_checkpoint_head(files.checkpoint));
  }
  if (first) CHESTLENS_CHECK(open_first(opening, std::move(manifest), options));
  CHESTLENS_CHECK(wait_for_all(group));
  if (!first) {
    CHESTLENS_TRY(opening.films, films_as_written(files.split, std::move(manifest)));
  }
  CHESTLENS_CHECK(compare_on_ranks(group, {{"split.csv of --run", opening.films.split_text}}));
  if (first) {
    CHESTLENS_CHECK(broadcast_weights(group, *opening.learner->classifier.module));
  } else {
    CHESTLENS_CHECK(make_learner(opening, options));
    CHESTLENS_CHECK(load_state(opening, options));
  }
  opening.identity = identity_of(opening.run, options, opening.films);
  CHESTLENS_TRY(const auto changed, agree(group, has_changed(opening)));
  CHESTLENS_TRY(const auto restarts, agree(group, restarts_epoch(opening)));
  TrainingState& state = opening.state;
  if (restarts) state.batch = 0, state.loss_sum = 0.0, state.films_seen = 0;
  say_what_trains(opening, options);
  const int first_epoch = state.epoch;
  Session session{.run = std::move(opening.run),
                  .manifest = std::move(opening.films.manifest),
                  .split = std::move(opening.films.split),
                  .stages = scaled_stages(recipe, options.epochs_scale),
                  .learner = std::move(*opening.learner),
                  .computing = std::move(opening.computing),
                  .identity = std::move(opening.identity),
                  .state = std::move(state),
                  .group = options.group,
                  .first_epoch = first_epoch};
  if (changed && resumes) CHESTLENS_CHECK(save_checkpoint(session));
  return session;
}

}  // namespace chestlens
