#pragma once

#include "train/began_with.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens {

/// A change that a run went on with, by --allow-changes.
struct RunChange {
  int epoch = 0;       // finished when it was made
  std::string key;     // of the recipe, or "films", "--epochs-scale", "another number of processes"
  std::string before;  // "" where there was none
  std::string after;
  std::string changed;  // UTC, "2026-01-31T12:00:00Z"
};

/// One start of the program on a run.
struct RunSession {
  std::string version;
  std::string commit;
  std::string command;  // line
  std::string device;
  std::string device_name;
  std::string precision;
  bool deterministic = false;  // GPU kernels that repeat their bits (device.hpp)
  int threads = 1;
  int ranks = 1;
  bool eager = false;                   // a GPU's steps kernel by kernel, no CUDA graph
  std::string started;                  // UTC
  std::string ended;                    // UTC; of its last epoch while it runs
  std::string state;                    // running, stopped, failed or finished
  std::map<int, double> epoch_seconds;  // by epoch, from 1: wall time, its films' loading included
};

/// The run whose best weights and split another began with.
struct RunOrigin {
  std::string run;  // folder
  int epoch = 0;
  std::string weights_sha256;
};

/// run.json: where a run's films are, what it is of, and what made it.
struct RunRecord {
  int format = 2;  // as read: 1 has neither digests nor sessions
  std::string data;
  std::vector<std::string> classes;   // in the order of the logits
  std::optional<std::uint64_t> seed;  // not in the first runs
  bool pretraining = false;
  std::string task_data;      // of a pretraining: the films of the run that it is for
  std::string start_weights;  // the file that the recipe's network.weights named, absolute
  std::optional<BeganWith> began_with;  // what that file was; earlier versions did not say
  double epochs_scale = 1.0;
  int epochs_planned = 0;
  std::string recipe_sha256;           // of what recipe.toml says (recipe_values.hpp)
  std::string recipe_file_sha256;      // of its text
  std::string split_sha256;            // of split.csv as its text is
  std::string films_sha256;            // over the column sha256 of split.csv
  std::vector<std::string> overrides;  // --set
  std::optional<RunOrigin> origin;     // --from
  std::vector<RunChange> changes;
  std::vector<RunSession> sessions;

  /// The last session's state; "running" also where the process was killed. "" in format 1.
  std::string state() const { return sessions.empty() ? "" : sessions.back().state; }
};

/// Text as it is in run.json. Errors of reading: corrupt; unsupported for a format of the future.
std::string to_json(const RunRecord& record);
Result<RunRecord> parse_run_record(std::string_view text);

/// Errors: those of write_file_atomic, of read_text and of parse_run_record.
Status save_record(const std::filesystem::path& file, const RunRecord& record);
Result<RunRecord> load_record(const std::filesystem::path& file);

/// The present, in UTC.
std::string utc_now();

}  // namespace chestlens
