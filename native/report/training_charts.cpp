#include "report/training_charts.hpp"

#include "train/epoch_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

Series series_of(std::string name, std::span<const LoggedEpoch> log,
                 const std::function<double(const LoggedEpoch&)>& value) {
  Series series{.name = std::move(name)};
  for (const LoggedEpoch& epoch : log) {
    series.x.push_back(epoch.epoch);
    series.y.push_back(value(epoch));
  }
  return series;
}

/// Where a stage's first epoch begins to count, between its epoch and the one before.
std::vector<Marker> stage_borders(std::span<const LoggedEpoch> log) {
  std::vector<Marker> borders;
  for (std::size_t i = 1; i < log.size(); ++i) {
    if (log[i].stage == log[i - 1].stage) continue;
    borders.push_back(
        {log[i].epoch - 0.5, fmt::format("stage {}, {} px", log[i].stage, log[i].size_pixels)});
  }
  return borders;
}

std::string course(const Series& series) {
  return fmt::format("{} from {:.3f} to {:.3f}", series.name, series.y.front(), series.y.back());
}

std::string in_epochs(std::size_t epochs) {
  return epochs == 1 ? " in 1 epoch." : fmt::format(" in {} epochs.", epochs);
}

LineChart chart_over_epochs(std::string title, std::string y_label, std::vector<Series> series,
                            std::span<const LoggedEpoch> log) {
  std::string description;
  for (const Series& one : series) description += (description.empty() ? "" : ", ") + course(one);
  return {.title = std::move(title),
          .x_label = "epoch",
          .y_label = std::move(y_label),
          .description = description + in_epochs(log.size()),
          .series = std::move(series),
          .markers = stage_borders(log)};
}

}  // namespace

LineChart loss_chart(std::span<const LoggedEpoch> log) {
  return chart_over_epochs(
      "Loss", "loss",
      {series_of("training", log, [](const LoggedEpoch& epoch) { return epoch.train_loss; }),
       series_of("validation", log,
                 [](const LoggedEpoch& epoch) { return epoch.validation_loss; })},
      log);
}

LineChart metric_chart(std::span<const LoggedEpoch> log, KeepBest metric) {
  std::vector<KeepBest> shown = {metric};
  for (const KeepBest other : {KeepBest::macro_f1, KeepBest::accuracy}) {
    if (std::ranges::find(shown, other) == shown.end()) shown.push_back(other);
  }
  std::erase_if(shown, [&](KeepBest one) {
    return one == KeepBest::loss || std::isnan(value_of(one, log.front()));
  });
  std::vector<Series> series;
  for (const KeepBest one : shown) {
    series.push_back(series_of(metric_name(one), log,
                               [one](const LoggedEpoch& epoch) { return value_of(one, epoch); }));
  }
  LineChart chart = chart_over_epochs("On the validation films", "share", std::move(series), log);
  const auto best = std::find_if(log.rbegin(), log.rend(),
                                 [](const LoggedEpoch& epoch) { return epoch.is_best; });
  if (best == log.rend()) return chart;
  chart.markers.push_back({double(best->epoch), fmt::format("kept: epoch {}", best->epoch)});
  chart.description += fmt::format(" Epoch {} is kept.", best->epoch);
  return chart;
}

}  // namespace chestlens
