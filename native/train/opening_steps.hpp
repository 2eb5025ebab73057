#pragma once

#include "learn/learner.hpp"
#include "train/checkpoint.hpp"
#include "train/options.hpp"
#include "train/run_changes.hpp"
#include "train/run_films.hpp"
#include "train/run_folder.hpp"
#include "train/session.hpp"

#include <chestlens/error.hpp>

#include <optional>
#include <vector>

namespace chestlens {

/// A session on its way.
struct Opening {
  Run run;
  RunFilms films;
  RunIdentity identity;
  std::optional<CheckpointHead> head = {};  // where it resumes
  std::vector<ResumeChange> changes = {};   // that it goes on with
  std::optional<Learner> learner = {};
  Computing computing = {c10::Device(c10::kCPU), c10::ScalarType::Float, {}};
  TrainingState state = {};
};

/// What the run is with these films.
RunIdentity identity_of(const Run& run, const TrainOptions& options, const RunFilms& films);

/// Reads what run.json said of a run that resumes, and finds what has changed since, before
/// anything else is looked at. Errors: those of check_changes; mismatch for another split.csv.
Status compare_with_beginning(Opening& opening, const TrainOptions& options);

/// Writes run.json with the changes and the session that begins, then recipe.toml and split.csv
/// where they are new. Errors: io.
Status write_opening(Opening& opening, const TrainOptions& options);

}  // namespace chestlens
