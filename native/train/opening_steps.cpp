#include "train/opening_steps.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "learn/device.hpp"
#include "train/scaled_stages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

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
      .deterministic = options.deterministic,
      .threads = options.threads,
      .ranks = options.group->placement().ranks,
      .eager = options.eager,
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
  for (const ResumeChange& found : opening.changes) note(found.change);
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
  record.epochs_planned = planned_epochs(opening.run.recipe, options.epochs_scale);
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
    fs::remove(files.best, ignored);
  }
  CHESTLENS_CHECK(save_description(opening.run));
  if (begins || !opening.films.changes.empty()) {
    CHESTLENS_CHECK(write_file_atomic(files.split, opening.films.split_text));
  }
  const bool has_recipe = !begins && opening.head->identity.recipe == opening.run.recipe.text;
  return has_recipe ? Status() : write_file_atomic(files.recipe, opening.run.recipe.text);
}

}  // namespace

RunIdentity identity_of(const Run& run, const TrainOptions& options, const RunFilms& films) {
  return {run.recipe.text,       run.classes,
          options.epochs_scale,  sha256_hex(films.split_text),
          run.recipe.train.seed, options.group->placement().ranks};
}

Status compare_with_beginning(Opening& opening, const TrainOptions& options) {
  const RunFiles files(opening.run.folder);
  auto record = load_record(files.description);
  if (!record && record.error().code != ErrorCode::not_found) return tl::unexpected(record.error());
  if (record) opening.run.record = std::move(*record);
  CHESTLENS_TRY(const auto split_text, read_text(files.split));
  CHESTLENS_CHECK(check_split(opening, sha256_hex(split_text)));
  RunIdentity now = identity_of(opening.run, options, {});
  CHESTLENS_TRY(opening.changes, resume_changes(opening.head->identity, now, opening.head->state,
                                                opening.run.recipe.data.multi_label));
  CHESTLENS_CHECK(with_context(check_changes(opening.changes, options.allow_changes),
                               opening.run.folder.string()));
  if (opening.changes.empty()) opening.run.recipe.text = opening.head->identity.recipe;
  return {};
}

Status write_opening(Opening& opening, const TrainOptions& options) {
  describe(opening, options);
  return write_folder(opening);
}

}  // namespace chestlens
