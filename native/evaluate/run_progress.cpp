#include "evaluate/run_progress.hpp"

#include "io/atomic_file.hpp"
#include "io/sha256.hpp"
#include "train/run_history.hpp"
#include "weights/tensor_file.hpp"

#include <fmt/format.h>

namespace chestlens {

std::string RunProgress::unfinished() const {
  if (is_finished) return {};
  return fmt::format("epoch {} of {}: the training is not finished", epochs_done, epochs_planned);
}

Result<RunProgress> run_progress(const Run& run) {
  CHESTLENS_TRY(const auto history, run_history(run));
  RunProgress progress;
  progress.epochs_done = history.epochs_done;
  progress.is_finished = history.state == RunState::finished;
  progress.epochs_planned = progress.is_finished ? history.epochs_done : history.epochs_planned;
  for (const RunChange& change : run.record.changes) {
    progress.changes.push_back(fmt::format("after epoch {} {}: {} -> {}", change.epoch, change.key,
                                           change.before, change.after));
  }
  return progress;
}

Result<RunWeights> run_weights(const std::filesystem::path& run_folder) {
  const auto path = RunFiles(run_folder).best;
  CHESTLENS_TRY(const auto bytes, read_file(path, max_tensor_file_bytes));
  CHESTLENS_TRY(const auto file, with_context(parse_tensor_file(bytes), path.string()));
  return RunWeights{.sha256 = sha256_hex(bytes), .epoch = epoch_said_by(file.texts)};
}

}  // namespace chestlens
