#include "train/trainer.hpp"

#include "io/text.hpp"
#include "train/epoch_log.hpp"
#include "train/pretraining.hpp"
#include "train/session.hpp"
#include "train/stage_training.hpp"

#include <c10/core/DeviceGuard.h>

#include <cstdio>
#include <exception>
#include <optional>

namespace chestlens {
namespace {

Result<TrainSummary> run_stages(const Recipe& recipe, const TrainOptions& options) {
  CHESTLENS_TRY(const auto task, cross_bridge(recipe, options));
  CHESTLENS_TRY(auto session, open_session(task, options));
  const TrainingState& state = session.state;
  options.reporter.say(table_header(session.run.classes, session.run.recipe.data.multi_label));
  while (static_cast<std::size_t>(state.stage) < session.stages.size()) {
    CHESTLENS_CHECK(train_stage(session, options));
  }
  CHESTLENS_CHECK(write_log(session));
  return TrainSummary{state.epoch, state.best_epoch, state.best_value};
}

}  // namespace

Result<TrainSummary> train(const Recipe& recipe, const TrainOptions& options) {
  try {
    std::optional<c10::DeviceGuard> current;
    if (options.device.is_cuda()) current.emplace(options.device);
    return run_stages(recipe, options);
  } catch (const std::exception& error) {
    return fail(ErrorCode::runtime, what(error), "training");
  }
}

}  // namespace chestlens
