#include "train/run_history.hpp"

#include "io/atomic_file.hpp"
#include "io/json.hpp"
#include "io/lock.hpp"
#include "weights/tensor_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
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

int planned_epochs(const Run& run, double epochs_scale) {
  int epochs = 0;
  for (const Stage& stage : run.recipe.stages) {
    epochs += std::max(1, static_cast<int>(std::lround(stage.epochs * epochs_scale)));
  }
  return epochs;
}

/// What run.json may say beside what load_run() has read.
void add_record(const Json& json, RunHistory& history) {
  const int planned = json.value("epochs_planned", 0);
  if (planned > 0) history.epochs_planned = planned;
  const auto sessions = json.find("sessions");
  if (sessions == json.end() || sessions->empty()) return;
  const Json& last = sessions->back();
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) history.record.emplace_back(name, value);
  };
  add("version", last.value("version", ""));
  add("command", last.value("command", ""));
  const std::string device = last.value("device", ""), device_name = last.value("device_name", "");
  add("device", device + (device_name.empty() ? "" : ", " + device_name));
  add("precision", last.value("precision", ""));
  add("started", sessions->front().value("started", ""));
  add("ended", last.value("ended", ""));
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
  history.epochs_planned = planned_epochs(run, checkpoint ? checkpoint->epochs_scale : 1.0);
  CHESTLENS_TRY(const auto record, read_text(files.description));
  CHESTLENS_TRY(const Json json, with_context(parse_json(record), files.description.string()));
  try {
    add_record(json, history);
  } catch (const Json::exception&) {
    return fail(ErrorCode::corrupt, "is damaged: its sessions are none",
                files.description.string());
  }
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
