#include "train/opening.hpp"

#include "distributed/compare.hpp"
#include "distributed/synchronize.hpp"
#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "io/temporary.hpp"
#include "learn/device.hpp"
#include "train/folder_rule.hpp"
#include "train/room.hpp"
#include "train/run_changes.hpp"
#include "train/run_films.hpp"
#include "train/scaled_stages.hpp"
#include "train/start_weights.hpp"
#include "train/state_json.hpp"
#include "weights/module_weights.hpp"

#include <fmt/format.h>
#include <torch/torch.h>

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

/// A session on its way.
struct Opening {
  Run run;
  RunFilms films;
  RunIdentity identity;
  std::optional<CheckpointHead> head = {};  // where it resumes
  std::vector<JudgedChange> changes = {};   // that it goes on with
  std::optional<Learner> learner = {};
  Computing computing = {c10::Device(c10::kCPU), c10::ScalarType::Float, {}};
  TrainingState state = {};
};

bool has_changed(const Opening& opening) {
  return !opening.changes.empty() || !opening.films.changes.empty();
}

bool restarts_epoch(const Opening& opening) {
  return !opening.films.changes.empty() ||
         std::ranges::any_of(opening.changes, &JudgedChange::restarts_epoch);
}

RunIdentity identity_of(const Run& run, const TrainOptions& options, const RunFilms& films) {
  return {run.recipe.text,       run.classes,
          options.epochs_scale,  sha256_hex(films.split_text),
          run.recipe.train.seed, options.group->placement().ranks};
}

/// split.csv is the run's own, or what an allowed change of films made of it.
Status check_split(const Opening& opening, const std::string& split_sha256) {
  const std::string& began = opening.head->identity.split_sha256;
  const auto is_known = [&](const RunChange& change) {
    return change.key == "split.csv" && change.before == began && change.after == split_sha256;
  };
  if (began == split_sha256 || std::ranges::any_of(opening.run.record.changes, is_known)) return {};
  return fail(ErrorCode::mismatch,
              "split.csv has changed since this run began; restore it, or begin a new run in "
              "another folder",
              RunFiles(opening.run.folder).split.string());
}

/// What run.json said, and what has changed since, judged before anything else is looked at.
Status compare_with_beginning(Opening& opening, const TrainOptions& options) {
  const RunFiles files(opening.run.folder);
  auto record = load_record(files.description);
  if (!record && record.error().code != ErrorCode::not_found) return tl::unexpected(record.error());
  if (record) opening.run.record = std::move(*record);
  CHESTLENS_TRY(const auto split_text, read_text(files.split));
  CHESTLENS_CHECK(check_split(opening, sha256_hex(split_text)));
  RunIdentity now = identity_of(opening.run, options, {});
  CHESTLENS_TRY(opening.changes, judge_changes(opening.head->identity, now, opening.head->state,
                                               opening.run.recipe.data.multi_label));
  CHESTLENS_CHECK(with_context(check_changes(opening.changes, options.allow_changes),
                               opening.run.folder.string()));
  if (opening.changes.empty()) opening.run.recipe.text = opening.head->identity.recipe;
  return {};
}

/// The best weights of the run that this one begins from. Errors: mismatch.
Status load_origin(Opening& opening, const Classifier& classifier, const TrainOptions& options) {
  CHESTLENS_TRY(const auto origin, load_run(options.from_run));
  if (origin.classes != opening.run.classes) {
    return fail(ErrorCode::mismatch, "its classes are others than those of --data",
                options.from_run.string());
  }
  CHESTLENS_TRY(const auto best, load_best(origin, options.make_network));
  const fs::path weights = RunFiles(options.from_run).best;
  CHESTLENS_CHECK(
      with_context(set_weights(*classifier.module, weights_of(*best.module)), weights.string()));
  CHESTLENS_TRY(const auto bytes, read_file(weights));
  CHESTLENS_TRY(const auto epoch, best_epoch(origin));
  opening.run.record.origin = RunOrigin{.run = fs::absolute(options.from_run).string(),
                                        .epoch = epoch,
                                        .weights_sha256 = sha256_hex(bytes)};
  options.reporter.say(fmt::format("begins with the best weights of {} (epoch {}) and its split",
                                   options.from_run.string(), epoch));
  return {};
}

/// The network, its weights as a run begins with them on rank 0, and what trains it.
Status make_learner(Opening& opening, const TrainOptions& options) {
  const Recipe& recipe = opening.run.recipe;
  const Manifest& manifest = opening.films.manifest;
  const Placement& placement = options.group->placement();
  opening.computing =
      new_computing(recipe.train, options.device, manifest, opening.films.split.train);
  opening.computing.rank = placement.rank;
  opening.computing.ranks = placement.ranks;
  CHESTLENS_TRY(const auto classifier, new_classifier(recipe, manifest, options));
  if (placement.rank == 0 && !opening.head) {
    CHESTLENS_CHECK(
        options.from_run.empty()
            ? load_start_weights(classifier, recipe, manifest, opening.films.split.train, options)
            : load_origin(opening, classifier, options));
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

/// The program's start now, for run.json.
RunSession new_run_session(const Opening& opening, const TrainOptions& options) {
  const std::string now = utc_now();
  return {
      .version = options.invocation.version,
      .commit = options.invocation.commit,
      .command = options.invocation.command,
      .device = options.device.str(),
      .device_name = device_name(options.device),
      .precision = choose_precision(opening.run.recipe.train.precision, options.device).description,
      .threads = options.threads,
      .ranks = options.group->placement().ranks,
      .started = now,
      .ended = now,
      .state = "running",
      .epoch_seconds = {}};
}

void describe(Opening& opening, const TrainOptions& options) {
  RunRecord& record = opening.run.record;
  const auto note = [&](const KeyChange& change) {
    record.changes.push_back({.epoch = opening.state.epoch,
                              .key = change.key,
                              .before = change.before,
                              .after = change.after,
                              .changed = utc_now()});
    options.reporter.note(
        change.before.empty()
            ? fmt::format("goes on with a change: {} {}", change.key, change.after)
            : fmt::format("goes on with a change: {}: {} then, {} now", change.key, change.before,
                          change.after));
  };
  for (const JudgedChange& judged : opening.changes) note(judged.change);
  for (const KeyChange& change : opening.films.changes) note(change);
  const std::string split_sha256 = sha256_hex(opening.films.split_text);
  if (!opening.films.changes.empty()) {
    record.changes.push_back({.epoch = opening.state.epoch,
                              .key = "split.csv",
                              .before = opening.head ? opening.head->identity.split_sha256 : "",
                              .after = split_sha256,
                              .changed = utc_now()});
  }
  record.split_sha256 = split_sha256;
  record.films_sha256 = films_sha256(opening.films.split);
  record.epochs_scale = options.epochs_scale;
  record.epochs_planned = 0;
  for (const Stage& stage : scaled_stages(opening.run.recipe, options.epochs_scale)) {
    record.epochs_planned += stage.epochs;
  }
  record.task_data = options.task_data.empty() ? "" : fs::absolute(options.task_data).string();
  if (!options.invocation.overrides.empty()) record.overrides = options.invocation.overrides;
  record.sessions.push_back(new_run_session(opening, options));
}

/// run.json, recipe.toml and split.csv, each only where it is new. run.json comes first: it says of
/// the others what a kill in between leaves unsaid.
Status write_folder(const Opening& opening) {
  const RunFiles files(opening.run.folder);
  const bool begins = !opening.head;
  std::error_code ignored;
  if (begins) {  // what an attempt that never saved left, which the new run.json is not of
    fs::remove(files.recipe, ignored);
    fs::remove(files.split, ignored);
  }
  CHESTLENS_CHECK(save_description(opening.run));
  if (begins || !opening.films.changes.empty()) {
    CHESTLENS_CHECK(write_file_atomic(files.split, opening.films.split_text));
  }
  const bool has_recipe = !begins && opening.head->identity.recipe == opening.run.recipe.text;
  return has_recipe ? Status() : write_file_atomic(files.recipe, opening.run.recipe.text);
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
  describe(opening, options);
  return write_folder(opening);
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
