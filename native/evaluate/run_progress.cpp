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

RunProgress progress_by_log(const Run& run) {
  const auto log = read_text(RunFiles(run.folder).log);
  RunProgress progress{.epochs_done = 0, .epochs_planned = epochs_of(run.recipe.stages, 1.0)};
  if (log) progress.epochs_done = static_cast<int>(std::ranges::count(*log, '\n'));
  progress.is_finished = progress.epochs_done >= progress.epochs_planned;
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
  if (!checkpoint && checkpoint.error().code == ErrorCode::not_found) return progress_by_log(run);
  CHESTLENS_CHECK(checkpoint);
  try {
    const Json state = Json::parse(checkpoint->texts.at("state"));
    const Json identity = Json::parse(checkpoint->texts.at("identity"));
    RunProgress progress;
    progress.epochs_done = state.at("epoch").get<int>();
    progress.is_finished = state.at("stage").get<std::size_t>() >= run.recipe.stages.size();
    progress.epochs_planned =
        progress.is_finished ? progress.epochs_done
                             : epochs_of(run.recipe.stages, identity.value("epochs_scale", 1.0));
    return progress;
  } catch (const std::exception& error) {
    return fail(ErrorCode::corrupt, std::string("is damaged: ") + error.what(), path.string());
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
