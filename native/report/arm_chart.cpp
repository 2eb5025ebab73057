#include "io/text.hpp"
#include "report/arm_curves.hpp"
#include "train/epoch_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace chestlens {
namespace {

Series line_of(const ArmCurve& arm) {
  Series line{.name = fmt::format("{} ({})", arm.name, counted(arm.runs, "run"))};
  for (std::size_t i = 0; i < arm.epochs.size(); ++i) {
    line.x.push_back(arm.epochs[i]);
    line.y.push_back(100.0 * arm.values[i].mean);
  }
  return line;
}

/// Empty for one run.
Band band_of(const ArmCurve& arm) {
  Band band;
  if (arm.runs < 2) return band;
  for (std::size_t i = 0; i < arm.epochs.size(); ++i) {
    band.x.push_back(arm.epochs[i]);
    band.low.push_back(100.0 * arm.values[i].low);
    band.high.push_back(100.0 * arm.values[i].high);
  }
  return band;
}

std::string in_words(const ArmCurve& arm, const std::string& level) {
  return fmt::format("{}: from {} to {} % in {}, {}. ", arm.name, percent(arm.values.front().mean),
                     percent(arm.values.back().mean), counted(arm.epochs.size(), "epoch"),
                     arm.reached ? fmt::format("{} % in epoch {}", level, *arm.reached)
                                 : fmt::format("never {} %", level));
}

/// Under the plot, where no curve runs through it.
std::string legend_of(const ArmCurves& curves, const std::string& level) {
  const auto has_band = [](const ArmCurve& arm) { return arm.runs > 1; };
  const bool has_bands = std::ranges::any_of(curves.arms, has_band);
  return fmt::format("epoch ({}dashes: {}, {:.4g} % of the highest end)",
                     has_bands ? "line: mean over runs, band: lowest to highest, " : "", level,
                     100.0 * curves.reach);
}

}  // namespace

LineChart arm_chart(const ArmCurves& curves, std::string title) {
  const std::string level = percent(curves.level);
  LineChart chart{.title = std::move(title),
                  .x_label = legend_of(curves, level),
                  .y_label = metric_name(curves.metric) + " on validation films, %"};
  double first = curves.arms.front().epochs.front(), last = first;
  for (const ArmCurve& arm : curves.arms) {
    chart.series.push_back(line_of(arm));
    chart.bands.push_back(band_of(arm));
    chart.description += in_words(arm, level);
    first = std::min(first, double(arm.epochs.front()));
    last = std::max(last, double(arm.epochs.back()));
  }
  chart.guides = {{.x = {first, last}, .y = {100.0 * curves.level, 100.0 * curves.level}}};
  return chart;
}

}  // namespace chestlens
