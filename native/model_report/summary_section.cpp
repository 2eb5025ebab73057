#include "io/markdown.hpp"
#include "io/text.hpp"
#include "model_report/sections.hpp"
#include "model_report/short_titles.hpp"
#include "model_report/summary_points.hpp"
#include "plot/interval_chart.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t most_charted = 5;  // models; more would not leave room on the sheet

/// "viral 56.7 (51.2-62.0)", with the fewest films found of all classes.
std::string worst_class(const Evaluation& evaluation) {
  const auto& classes = evaluation.assessment.metrics.classes;
  std::size_t worst = classes.size();
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (classes[c].films == 0) continue;
    if (worst == classes.size() || classes[c].recall < classes[worst].recall) worst = c;
  }
  if (worst == classes.size()) return "-";
  return evaluation.classes[worst] + " " +
         flagged(with_interval(classes[worst].recall, classes[worst].recall_interval),
                 classes[worst].films);
}

PageTable summary_table(const Study& study) {
  PageTable table{.title = "Scores in %, with 95 % intervals",
                  .header = {"model", "accuracy", "lowest recall", "balanced accuracy", "macro F1",
                             "mean ROC area", "calibration error"}};
  for (const StudyRow& row : study.rows) {
    const Assessment& all = row.evaluation.assessment;
    table.rows.push_back({row.title,
                          with_interval(all.metrics.accuracy, all.metrics.accuracy_interval),
                          worst_class(row.evaluation), with_interval(all.balanced_accuracy),
                          with_interval(all.macro_f1), with_interval(all.macro_roc),
                          with_interval(all.calibration_error)});
  }
  const FrequentClass frequent = most_frequent_class(study.rows.front().evaluation);
  const bool tells_apart = frequent.classes > 1;
  table.rows.push_back({"saying " + frequent.name + " always", percent(frequent.share),
                        tells_apart ? "any other class 0.0" : "-",
                        percent(1.0 / static_cast<double>(frequent.classes)), "-",
                        tells_apart ? "50.0" : "-", "-"});
  return table;
}

/// Accuracy, beside what is right without a look at the lungs.
PageFigure accuracy_figure(const Study& study) {
  const Evaluation& first = study.rows.front().evaluation;
  const double frequent = most_frequent_class(first).share;
  const bool knows_sources = first.sources.size() > 1;
  IntervalChart chart{
      .title = "Accuracy, and what is right without a look at the film",
      .x_label = "% of the films, with 95 % intervals",
      .groups = {{}},
      .plain = "a model",
      .chance = knows_sources ? "from the most frequent class to the most frequent of each source"
                              : "the most frequent class, always"};
  const ShortTitles short_title(study);
  for (const StudyRow& row : study.rows) {
    const Metrics& metrics = row.evaluation.assessment.metrics;
    chart.groups.front().rows.push_back(
        {.name = short_title(row.title),
         .value = metrics.accuracy,
         .low = metrics.accuracy_interval.low,
         .high = metrics.accuracy_interval.high,
         .chance = frequent,
         .chance_high = knows_sources ? right_by_source_alone(first) : frequent,
         .remark = with_interval(metrics.accuracy, metrics.accuracy_interval)});
    chart.description += row.title + " " + chart.groups.front().rows.back().remark + " %. ";
  }
  return {"accuracy.svg", chart.title, to_svg(chart), true};
}

}  // namespace

FrequentClass most_frequent_class(const Evaluation& evaluation) {
  FrequentClass frequent;
  const Metrics& metrics = evaluation.assessment.metrics;
  std::int64_t most = -1;
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    const std::int64_t films = metrics.classes[c].films;
    frequent.classes += films > 0 ? 1 : 0;
    if (films <= most) continue;
    most = films;
    frequent.name = evaluation.classes[c];
    frequent.share = static_cast<double>(films) / static_cast<double>(metrics.films);
  }
  return frequent;
}

double right_by_source_alone(const Evaluation& evaluation) {
  std::int64_t right = 0, all = 0;
  for (std::size_t s = 0; s < evaluation.sources.size(); ++s) {
    std::int64_t most = 0;
    for (const auto& of_class : evaluation.films) {
      most = std::max(most, of_class[s]);
      all += of_class[s];
    }
    right += most;
  }
  return static_cast<double>(right) / static_cast<double>(std::max<std::int64_t>(all, 1));
}

PageSection summary_section(const ModelReport& report) {
  const Study& study = report.evaluated.study;
  PageSection section{.title = "What is scored", .tables = {summary_table(study)}};
  if (study.rows.size() <= most_charted) section.figures = {accuracy_figure(study)};
  return section;
}

PageSection worth_section(const ModelReport& report) {
  return {.title = "What that is worth",
          .points = {meaning_point(report), purpose_point(report), caution_point(report),
                     audit_point(report), trust_point(report)},
          .is_sheet = true};
}

}  // namespace chestlens
