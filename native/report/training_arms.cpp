#include "report/training_arms.hpp"

#include "io/atomic_file.hpp"
#include "io/text.hpp"
#include "train/run_folder.hpp"

#include <fmt/format.h>

#include <map>
#include <set>
#include <system_error>
#include <utility>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

Status check_names(std::span<const ArmFolders> arms) {
  if (arms.empty()) return fail(ErrorCode::invalid_argument, "there is no arm");
  std::set<std::string> names;
  for (const ArmFolders& arm : arms) {
    if (arm.runs.empty()) return fail(ErrorCode::invalid_argument, "has no runs", arm.name);
    if (!names.insert(arm.name).second) {
      return fail(ErrorCode::invalid_argument, "is the name of two arms", arm.name);
    }
  }
  return {};
}

/// What all runs are compared with.
struct FirstRun {
  fs::path folder;
  std::vector<std::string> classes;
  std::string split_sha256;
};

/// Reads runs one after the other and holds each against those before it.
class RunReader {
 public:
  explicit RunReader(const Reporter& reporter) : reporter_(reporter) {}

  Result<ArmRun> read(const fs::path& folder) {
    CHESTLENS_TRY(const auto run, load_run(folder));
    const fs::path log = RunFiles(folder).log;
    CHESTLENS_TRY(auto epochs, read_log(log));
    if (epochs.empty()) {
      return fail(ErrorCode::not_found,
                  "no epoch of this run has ended yet; train on with --resume", folder.string());
    }
    CHESTLENS_CHECK(check_first_time(folder, log));
    CHESTLENS_CHECK(check_like_first(run));
    return ArmRun{folder, run.recipe.train.seed, std::move(epochs)};
  }

 private:
  /// The same seed gives the same log: two runs of one log are a run and its copy.
  Status check_first_time(const fs::path& folder, const fs::path& log) {
    CHESTLENS_TRY(auto text, read_text(log));
    const auto [known, is_new] = folder_by_log_.emplace(std::move(text), folder);
    if (is_new) return {};
    std::error_code ignored;
    const bool is_same = fs::equivalent(folder, known->second, ignored);
    return fail(
        ErrorCode::invalid_argument,
        fmt::format("{} {}: one run does not count twice",
                    is_same ? "is the folder of" : "has the same log as", known->second.string()),
        folder.string());
  }

  Status check_like_first(const Run& run) {
    const std::string& split = run.record.split_sha256;
    if (first_.classes.empty()) {
      first_ = {run.folder, run.classes, split};
      return {};
    }
    if (run.classes != first_.classes) {
      return fail(ErrorCode::mismatch,
                  fmt::format("its classes are {}, those of {} are {}: their scores cannot be set "
                              "against each other",
                              joined(run.classes), first_.folder.string(), joined(first_.classes)),
                  run.folder.string());
    }
    if (!split.empty() && !first_.split_sha256.empty() && split != first_.split_sha256) {
      reporter_.note(
          fmt::format("{}: its films are split otherwise than those of {}: their scores "
                      "are of other validation films",
                      run.folder.string(), first_.folder.string()));
    }
    return {};
  }

  const Reporter& reporter_;
  FirstRun first_;
  std::map<std::string, fs::path> folder_by_log_;
};

}  // namespace

Result<std::vector<TrainingArm>> load_arms(std::span<const ArmFolders> arms,
                                           const Reporter& reporter) {
  CHESTLENS_CHECK(check_names(arms));
  RunReader reader(reporter);
  std::vector<TrainingArm> loaded;
  for (const ArmFolders& arm : arms) {
    TrainingArm runs{.name = arm.name, .runs = {}};
    for (const fs::path& folder : arm.runs) {
      CHESTLENS_TRY(auto run, reader.read(folder));
      runs.runs.push_back(std::move(run));
    }
    loaded.push_back(std::move(runs));
  }
  return loaded;
}

}  // namespace chestlens
