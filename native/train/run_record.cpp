#include "train/run_record.hpp"

#include "io/atomic_file.hpp"
#include "io/json.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <ctime>

namespace chestlens {
namespace {

using RecordJson = nlohmann::ordered_json;

constexpr int newest_format = 2;

RecordJson change_json(const RunChange& change) {
  return {{"epoch", change.epoch},
          {"key", change.key},
          {"before", change.before},
          {"after", change.after},
          {"changed", change.changed}};
}

RunChange change_from(const nlohmann::json& json) {
  return {.epoch = json.at("epoch"),
          .key = json.at("key"),
          .before = json.at("before"),
          .after = json.at("after"),
          .changed = json.at("changed")};
}

RecordJson session_json(const RunSession& session) {
  RecordJson seconds = RecordJson::object();
  for (const auto& [epoch, wall] : session.epoch_seconds) seconds[std::to_string(epoch)] = wall;
  return {{"version", session.version},
          {"commit", session.commit},
          {"command", session.command},
          {"device", session.device},
          {"device_name", session.device_name},
          {"precision", session.precision},
          {"deterministic", session.deterministic},
          {"threads", session.threads},
          {"ranks", session.ranks},
          {"eager", session.eager},
          {"started", session.started},
          {"ended", session.ended},
          {"state", session.state},
          {"epoch_seconds", seconds}};
}

RunSession session_from(const nlohmann::json& json) {
  RunSession session{.version = json.at("version"),
                     .commit = json.at("commit"),
                     .command = json.at("command"),
                     .device = json.at("device"),
                     .device_name = json.at("device_name"),
                     .precision = json.at("precision"),
                     .deterministic = json.value("deterministic", false),
                     .threads = json.at("threads"),
                     .ranks = json.at("ranks"),
                     .eager = json.value("eager", false),
                     .started = json.at("started"),
                     .ended = json.at("ended"),
                     .state = json.at("state"),
                     .epoch_seconds = {}};
  for (const auto& [epoch, wall] : json.at("epoch_seconds").items()) {
    session.epoch_seconds[std::stoi(epoch)] = wall;
  }
  return session;
}

/// What formats 1 and 2 share. Earlier versions wrote the key `bridge`.
RunRecord common_from(const nlohmann::json& json) {
  RunRecord record;
  record.data = json.at("data");
  record.classes = json.at("classes").get<std::vector<std::string>>();
  if (json.contains("seed")) record.seed = json.at("seed").get<std::uint64_t>();
  record.pretraining = json.value("pretraining", json.value("bridge", false));
  return record;
}

RunRecord record_from(const nlohmann::json& json) {
  RunRecord record = common_from(json);
  record.task_data = json.value("task_data", "");
  record.start_weights = json.value("start_weights", "");
  if (const auto began = json.find("began_with"); began != json.end()) {
    record.began_with = BeganWith{.name = began->at("name"),
                                  .sha256 = began->at("sha256"),
                                  .from = began->at("from"),
                                  .mean_variance = began->at("mean_variance"),
                                  .missing = began->at("missing").get<std::vector<std::string>>()};
  }
  record.epochs_scale = json.at("epochs_scale");
  record.epochs_planned = json.at("epochs_planned");
  record.recipe_sha256 = json.at("recipe_sha256");
  record.recipe_file_sha256 = json.at("recipe_file_sha256");
  record.split_sha256 = json.at("split_sha256");
  record.films_sha256 = json.at("films_sha256");
  record.overrides = json.at("overrides").get<std::vector<std::string>>();
  if (const auto from = json.find("from"); from != json.end()) {
    record.origin = RunOrigin{.run = from->at("run"),
                              .epoch = from->at("epoch"),
                              .weights_sha256 = from->at("weights_sha256")};
  }
  for (const auto& change : json.at("changes")) record.changes.push_back(change_from(change));
  for (const auto& session : json.at("sessions")) {
    record.sessions.push_back(session_from(session));
  }
  return record;
}

}  // namespace

std::string to_json(const RunRecord& record) {
  RecordJson json = {{"format", newest_format}, {"data", record.data}, {"classes", record.classes}};
  if (record.seed) json["seed"] = *record.seed;
  json["pretraining"] = record.pretraining;
  if (!record.task_data.empty()) json["task_data"] = record.task_data;
  if (!record.start_weights.empty()) json["start_weights"] = record.start_weights;
  if (record.began_with) {
    json["began_with"] = {{"name", record.began_with->name},
                          {"sha256", record.began_with->sha256},
                          {"from", record.began_with->from},
                          {"mean_variance", record.began_with->mean_variance},
                          {"missing", record.began_with->missing}};
  }
  json["state"] = record.state();
  json["epochs_planned"] = record.epochs_planned;
  json["epochs_scale"] = record.epochs_scale;
  json["recipe_sha256"] = record.recipe_sha256;
  json["recipe_file_sha256"] = record.recipe_file_sha256;
  json["split_sha256"] = record.split_sha256;
  json["films_sha256"] = record.films_sha256;
  json["overrides"] = record.overrides;
  if (record.origin) {
    json["from"] = {{"run", record.origin->run},
                    {"epoch", record.origin->epoch},
                    {"weights_sha256", record.origin->weights_sha256}};
  }
  json["changes"] = RecordJson::array();
  for (const RunChange& change : record.changes) json["changes"].push_back(change_json(change));
  json["sessions"] = RecordJson::array();
  for (const RunSession& session : record.sessions) {
    json["sessions"].push_back(session_json(session));
  }
  return json.dump(2, ' ', false, RecordJson::error_handler_t::replace) + "\n";
}

Result<RunRecord> parse_run_record(std::string_view text) {
  try {
    const auto parsed = parse_json(text);
    if (!parsed) return fail(ErrorCode::corrupt, "is damaged: " + parsed.error().message);
    const nlohmann::json& json = *parsed;
    const int format = json.at("format");
    if (format > newest_format) {
      return fail(ErrorCode::unsupported,
                  fmt::format("is in format {}, of a later version of chestlens; this one reads "
                              "formats 1 and {}: use the version that wrote it",
                              format, newest_format));
    }
    RunRecord record = format < newest_format ? common_from(json) : record_from(json);
    record.format = format;
    return record;
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("is damaged: ") + error.what());
  }
}

Status save_record(const std::filesystem::path& file, const RunRecord& record) {
  return write_file_atomic(file, to_json(record));
}

Result<RunRecord> load_record(const std::filesystem::path& file) {
  CHESTLENS_TRY(const auto text, read_text(file));
  return with_context(parse_run_record(text), file.string());
}

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

}  // namespace chestlens
