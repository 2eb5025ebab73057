#include "report/list_runs.hpp"

#include "io/guarded.hpp"
#include "train/epoch_log.hpp"

#include <algorithm>
#include <cmath>
#include <system_error>
#include <tuple>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using SystemClock = std::chrono::system_clock;

constexpr int deepest_floor = 8;

bool holds_run(const fs::path& folder) {
  std::error_code ignored;
  return fs::exists(RunFiles(folder).description, ignored);
}

/// The latest time at which one of a run's files was written.
SystemClock::time_point saved_at(const fs::path& folder) {
  const RunFiles files(folder);
  SystemClock::time_point latest;
  for (const fs::path& file : {files.description, files.checkpoint, files.best, files.log}) {
    std::error_code error;
    const auto time = fs::last_write_time(file, error);
    if (!error) latest = std::max(latest, std::chrono::file_clock::to_sys(time));
  }
  return latest;
}

Result<ListedRun> listed_run(const fs::path& folder) {
  CHESTLENS_TRY(const auto run, load_run(folder));
  CHESTLENS_TRY(const auto history, run_history(run));
  ListedRun listed{.recipe = run.recipe.name,
                   .network = run.recipe.network.name,
                   .size_pixels = run.recipe.input.size_pixels,
                   .epochs_done = history.epochs_done,
                   .epochs_planned = history.epochs_planned,
                   .metric = run.recipe.train.keep_best,
                   .state = history.state};
  if (const auto best = history.best()) {
    listed.best_epoch = best->epoch;
    listed.best_value = value_of(listed.metric, *best);
  }
  return listed;
}

FoundRun found_run(const fs::path& folder, const fs::path& below) {
  const fs::path name = folder.lexically_relative(below);
  return {.folder = folder,
          .name = name.empty() || name == "." ? folder.string() : name.string(),
          .saved = saved_at(folder),
          .run = guarded("reading the run", [&] { return listed_run(folder); })};
}

/// Smaller is earlier in the list; a loss is better where it is less.
double rank_of(const ListedRun& run) {
  return run.metric == KeepBest::loss ? run.best_value : -run.best_value;
}

auto score_key(const FoundRun& found) {
  const bool has_epoch =
      found.run && found.run->best_epoch > 0 && !std::isnan(found.run->best_value);
  return std::tuple(!found.run, !has_epoch, has_epoch ? found.run->metric : KeepBest(),
                    has_epoch ? rank_of(*found.run) : 0.0);
}

}  // namespace

Result<std::vector<FoundRun>> find_runs(const fs::path& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(ErrorCode::not_found,
                "is no folder; chestlens train --run FOLDER/NAME makes a run in one",
                folder.string());
  }
  std::vector<FoundRun> runs;
  if (holds_run(folder)) {
    runs.push_back(found_run(folder, folder));
    return runs;
  }
  const auto options = fs::directory_options::skip_permission_denied;
  fs::recursive_directory_iterator entry(folder, options, error), end;
  while (!error && entry != end) {
    std::error_code ignored;
    if (entry->is_directory(ignored) && holds_run(entry->path())) {
      runs.push_back(found_run(entry->path(), folder));
      entry.disable_recursion_pending();
    }
    if (entry.depth() + 1 >= deepest_floor) entry.disable_recursion_pending();
    entry.increment(error);
  }
  if (error) return fail(ErrorCode::io, error.message(), folder.string());
  sort_runs(runs, RunOrder::name);
  return runs;
}

void sort_runs(std::vector<FoundRun>& runs, RunOrder order) {
  std::ranges::sort(runs, {}, &FoundRun::name);
  std::ranges::stable_sort(runs, [order](const FoundRun& one, const FoundRun& other) {
    switch (order) {
      case RunOrder::score:
        return score_key(one) < score_key(other);
      case RunOrder::date:
        return std::tuple(!one.run, other.saved) < std::tuple(!other.run, one.saved);
      case RunOrder::name:
        break;
    }
    return !one.run < !other.run;
  });
}

}  // namespace chestlens
