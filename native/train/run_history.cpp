#include "train/run_history.hpp"

#include "io/lock.hpp"
#include "train/scaled_stages.hpp"
#include "weights/tensor_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace chestlens {
namespace {

using Json = nlohmann::json;

/// What a checkpoint's header says of its run.
struct CheckpointHeader {
  int epochs_done = 0;
  std::size_t stage = 0;
  double epochs_scale = 1.0;
};

Result<std::optional<CheckpointHeader>> read_checkpoint_header(const std::filesystem::path& path) {
  const auto texts = read_tensor_file_texts(path);
  if (!texts && texts.error().code == ErrorCode::not_found) return std::nullopt;
  CHESTLENS_CHECK(texts);
  try {
    const Json state = Json::parse(texts->at("state"));
    const Json identity = Json::parse(texts->at("identity"));
    return CheckpointHeader{.epochs_done = state.at("epoch"),
                            .stage = state.at("stage"),
                            .epochs_scale = identity.at("epochs_scale")};
  } catch (const std::exception&) {
    return fail(ErrorCode::corrupt, "is no checkpoint of a run", path.string());
  }
}

/// What made the run, by its record's last session.
void add_record(const RunRecord& record, RunHistory& history) {
  if (record.epochs_planned > 0) history.epochs_planned = record.epochs_planned;
  if (record.sessions.empty()) return;
  const RunSession& last = record.sessions.back();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) history.record.emplace_back(name, value);
  };
  add("version", last.version);
  add("command", last.command);
  add("device", last.device + (last.device_name.empty() ? "" : ", " + last.device_name));
  add("precision", last.precision);
  add("started", record.sessions.front().started);
  add("ended", last.ended);
}

}  // namespace

std::string_view to_string(RunState state) {
  switch (state) {
    case RunState::running:
      return "running";
    case RunState::finished:
      return "finished";
    case RunState::stopped:
      break;
  }
  return "stopped";
}

std::optional<LoggedEpoch> RunHistory::best() const {
  const auto found = std::find_if(log.rbegin(), log.rend(),
                                  [](const LoggedEpoch& epoch) { return epoch.is_best; });
  if (found == log.rend()) return std::nullopt;
  return *found;
}

Result<RunHistory> run_history(const Run& run) {
  const RunFiles files(run.folder);
  RunHistory history;
  CHESTLENS_TRY(history.log, read_log(files.log));
  CHESTLENS_TRY(const auto checkpoint, read_checkpoint_header(files.checkpoint));
  history.epochs_done = checkpoint ? checkpoint->epochs_done : static_cast<int>(history.log.size());
  history.epochs_planned = planned_epochs(run.recipe, checkpoint ? checkpoint->epochs_scale : 1.0);
  add_record(run.record, history);
  const bool is_finished = checkpoint ? checkpoint->stage >= run.recipe.stages.size()
                                      : history.epochs_done >= history.epochs_planned;
  if (is_finished) {
    history.state = RunState::finished;
  } else if (lock_holder(run.folder)) {
    history.state = RunState::running;
  }
  return history;
}

}  // namespace chestlens
