#include "evaluate/run_progress.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "weights/tensor_file.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace chestlens {
namespace {

using Json = nlohmann::json;

int epochs_of(const std::vector<Stage>& stages, double epochs_scale) {
  int epochs = 0;
  for (const Stage& stage : stages) {
    epochs += std::max(1, static_cast<int>(std::lround(stage.epochs * epochs_scale)));
  }
  return epochs;
}

/// run.json as it is; an empty object where it cannot be read.
Json description_of(const Run& run) {
  const auto text = read_text(RunFiles(run.folder).description);
  Json json = text ? Json::parse(*text, nullptr, /*allow_exceptions=*/false) : Json::object();
  return json.is_object() ? json : Json::object();
}

/// Throws what JSON throws where run.json is not as it was written.
std::vector<std::string> changes_of(const Json& description) {
  std::vector<std::string> changes;
  for (const Json& change : description.value("changes", Json::array())) {
    changes.push_back(fmt::format("after epoch {} {}: {} -> {}", change.value("epoch", 0),
                                  change.value("key", ""), change.value("before", ""),
                                  change.value("after", "")));
  }
  return changes;
}

RunProgress progress_by_log(const Run& run, const Json& description) {
  const auto log = read_text(RunFiles(run.folder).log);
  RunProgress progress;
  if (log) progress.epochs_done = static_cast<int>(std::ranges::count(*log, '\n'));
  progress.epochs_planned = description.value("epochs_planned", epochs_of(run.recipe.stages, 1.0));
  const Json sessions = description.value("sessions", Json::array());
  const bool says_so = !sessions.empty() && sessions.back().value("state", "") == "finished";
  progress.is_finished = says_so || progress.epochs_done >= progress.epochs_planned;
  return progress;
}

RunProgress progress_by_checkpoint(const Run& run, const TensorFile& checkpoint) {
  const Json state = Json::parse(checkpoint.texts.at("state"));
  const Json identity = Json::parse(checkpoint.texts.at("identity"));
  RunProgress progress;
  progress.epochs_done = state.at("epoch").get<int>();
  progress.is_finished = state.at("stage").get<std::size_t>() >= run.recipe.stages.size();
  progress.epochs_planned = progress.is_finished
                                ? progress.epochs_done
                                : epochs_of(run.recipe.stages, identity.value("epochs_scale", 1.0));
  return progress;
}

}  // namespace

std::string RunProgress::unfinished() const {
  if (is_finished) return {};
  return fmt::format("epoch {} of {}: the training is not finished", epochs_done, epochs_planned);
}

Result<RunProgress> run_progress(const Run& run) {
  const auto path = RunFiles(run.folder).checkpoint;
  const auto checkpoint = read_tensor_file(path);
  const bool is_gone = !checkpoint && checkpoint.error().code == ErrorCode::not_found;
  if (!is_gone) CHESTLENS_CHECK(checkpoint);
  try {
    const Json description = description_of(run);
    RunProgress progress =
        is_gone ? progress_by_log(run, description) : progress_by_checkpoint(run, *checkpoint);
    progress.changes = changes_of(description);
    return progress;
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("is damaged: ") + error.what(),
                (is_gone ? RunFiles(run.folder).description : path).string());
  }
}

Result<RunWeights> run_weights(const std::filesystem::path& run_folder) {
  const auto path = RunFiles(run_folder).best;
  CHESTLENS_TRY(const auto bytes, read_file(path));
  CHESTLENS_TRY(const auto file, with_context(parse_tensor_file(bytes), path.string()));
  RunWeights weights{.sha256 = sha256_hex(bytes)};
  if (const auto found = file.texts.find("epoch"); found != file.texts.end()) {
    const std::string& text = found->second;
    std::from_chars(text.data(), text.data() + text.size(), weights.epoch);
  }
  return weights;
}

}  // namespace chestlens
