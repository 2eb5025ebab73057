#include "data/csv.hpp"
#include "io/markdown.hpp"
#include "io/text.hpp"
#include "report/arm_curves.hpp"
#include "train/epoch_log.hpp"

#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace chestlens {
namespace {

/// "83.1 (79.8-86.0)"; of one run, its value.
std::string share_cell(const RunRange& share, std::size_t runs) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  return with_interval(share.mean,
                       runs > 1 ? Interval{share.low, share.high} : Interval{none, none});
}

/// "8-12"; of equal ones, "8".
std::string epochs_cell(const RunRange& epochs) {
  return epochs.low == epochs.high ? fmt::format("{:.0f}", epochs.low)
                                   : fmt::format("{:.0f}-{:.0f}", epochs.low, epochs.high);
}

/// Curves that end before one of their runs does.
std::string cut_notes(const ArmCurves& curves) {
  std::string notes;
  for (const ArmCurve& arm : curves.arms) {
    if (arm.epochs.back() >= arm.length.high) continue;
    notes += fmt::format(" The curve of {} ends at epoch {}: its runs have {} epochs.", arm.name,
                         arm.epochs.back(), epochs_cell(arm.length));
  }
  return notes;
}

std::string number_cell(double number) {
  return std::isfinite(number) ? describe_number(number) : "";
}

}  // namespace

std::string to_markdown(const ArmCurves& curves) {
  const std::string metric = metric_name(curves.metric);
  const std::string level = percent(curves.level);
  std::vector<TextRow> rows;
  for (const ArmCurve& arm : curves.arms) {
    rows.push_back({arm.name, fmt::to_string(arm.runs), epochs_cell(arm.length),
                    share_cell(arm.best, arm.runs), epochs_cell(arm.best_epoch),
                    share_cell(arm.values.back(), arm.runs),
                    arm.reached ? fmt::to_string(*arm.reached) : "-"});
  }
  return markdown_table({metric + ", validation, %", "runs", "epochs", "best", "in epoch", "end",
                         "reaches " + level + " in epoch"},
                        rows) +
         fmt::format(
             "\nMean over runs (lowest-highest). Best: each run's best epoch. End: the last "
             "epoch that all runs of\nan arm have. {} is {:.4g} % of the end of {}, the "
             "highest; an arm reaches it by its mean.{}\n",
             level, 100.0 * curves.reach, curves.arms[curves.highest].name, cut_notes(curves));
}

std::string arms_csv(std::span<const TrainingArm> arms, KeepBest metric) {
  std::string csv =
      csv_line({"arm", "run", "seed", "epoch", log_key(metric), "train_loss", "validation_loss"});
  for (const TrainingArm& arm : arms) {
    for (const ArmRun& run : arm.runs) {
      for (const LoggedEpoch& epoch : run.log) {
        csv += csv_line({arm.name, run.folder.string(), fmt::to_string(run.seed),
                         fmt::to_string(epoch.epoch), number_cell(value_of(metric, epoch)),
                         number_cell(epoch.train_loss), number_cell(epoch.validation_loss)});
      }
    }
  }
  return csv;
}

}  // namespace chestlens
