#pragma once

#include "plot/chart.hpp"
#include "train/read_log.hpp"

#include <span>

namespace chestlens {

/// Loss of training and of validation over the epochs, the stages' borders marked where there are
/// several. The log has an epoch at the least.
LineChart loss_chart(std::span<const LoggedEpoch> log);

/// The metric that decides which epoch is kept, accuracy and macro F1 beside it, over the epochs;
/// the epoch that is kept is marked.
LineChart metric_chart(std::span<const LoggedEpoch> log, KeepBest metric);

}  // namespace chestlens
