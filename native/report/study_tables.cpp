#include "report/study_tables.hpp"

#include "io/markdown.hpp"
#include "io/text.hpp"
#include "report/published.hpp"

#include <cstdio>
#include <functional>

namespace chestlens {
namespace {

/// 7980000 -> "7.98 M".
std::string in_units(double number, double unit, const char* name) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f %s", number / unit, name);
  return text;
}

TextTable overall_table(const Study& study) {
  TextTable table{"All models on " + std::to_string(study.rows[0].evaluation.score.metrics.films) +
                      " " + to_string(study.rows[0].evaluation.part) + " films",
                  {"model", "parameters", "multiply-adds", "bundle", "accuracy %",
                   "balanced accuracy %", "macro F1 %", "mean ROC area %", "calibration error %"},
                  {}};
  for (const StudyRow& row : study.rows) {
    const Assessment& all = row.evaluation.assessment;
    table.rows.push_back({row.title, in_units(static_cast<double>(row.parameters), 1e6, "M"),
                          in_units(static_cast<double>(row.multiply_adds), 1e9, "G"),
                          in_units(static_cast<double>(row.bytes), 1e6, "MB"),
                          with_interval(all.metrics.accuracy, all.metrics.accuracy_interval),
                          with_interval(all.balanced_accuracy), with_interval(all.macro_f1),
                          with_interval(all.macro_roc), with_interval(all.calibration_error)});
  }
  for (const PublishedScore& score : published_scores(study.rows[0].evaluation.classes)) {
    const Metrics metrics = metrics_from(score.matrix);
    table.rows.push_back({score.title + " †", in_units(score.parameters, 1e6, "M"),
                          in_units(score.multiply_adds, 1e9, "G"), "-",
                          with_interval(metrics.accuracy, metrics.accuracy_interval),
                          percent(metrics.balanced_accuracy), percent(metrics.macro_f1), "-", "-"});
  }
  return table;
}

/// One cell of a table by class.
using ClassFigure = std::function<std::string(const ClassMetrics&, const ClassAreas*)>;

/// A figure of a class with few films is marked where it stands.
std::string flagged(std::string figure, const ClassMetrics& metrics) {
  return metrics.films < few_films ? figure + " *" : figure;
}

TextTable class_table(const Study& study, const std::string& title, const ClassFigure& figure) {
  const Evaluation& first = study.rows[0].evaluation;
  TextTable table{title, {"model"}, {}};
  for (std::size_t c = 0; c < first.classes.size(); ++c) {
    table.header.push_back(first.classes[c] + " (" +
                           std::to_string(first.score.metrics.classes[c].films) + " films)");
  }
  for (const StudyRow& row : study.rows) {
    std::vector<std::string> cells{row.title};
    for (std::size_t c = 0; c < first.classes.size(); ++c) {
      const ClassMetrics& metrics = row.evaluation.score.metrics.classes[c];
      cells.push_back(flagged(figure(metrics, &row.evaluation.assessment.classes[c]), metrics));
    }
    table.rows.push_back(std::move(cells));
  }
  for (const PublishedScore& score : published_scores(first.classes)) {
    std::vector<std::string> cells{score.title + " †"};
    for (const ClassMetrics& metrics : metrics_from(score.matrix).classes) {
      cells.push_back(flagged(figure(metrics, nullptr), metrics));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

TextTable count_table(const Study& study) {
  TextTable table{"Films by class and part", {"class", "train", "validation", "test"}, {}};
  const auto& classes = study.rows[0].evaluation.classes;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    table.rows.push_back({classes[c], std::to_string(study.counts.train[c]),
                          std::to_string(study.counts.validation[c]),
                          std::to_string(study.counts.test[c])});
  }
  return table;
}

}  // namespace

std::vector<TextTable> tables_of(const Study& study) {
  return {overall_table(study),
          class_table(study, "Recall (sensitivity) %",
                      [](const ClassMetrics& metrics, const ClassAreas*) {
                        return with_interval(metrics.recall, metrics.recall_interval);
                      }),
          class_table(study, "Precision %",
                      [](const ClassMetrics& metrics, const ClassAreas*) {
                        return with_interval(metrics.precision, metrics.precision_interval);
                      }),
          class_table(study, "Specificity %",
                      [](const ClassMetrics& metrics, const ClassAreas*) {
                        return percent(metrics.specificity);
                      }),
          class_table(study, "F1 %",
                      [](const ClassMetrics& metrics, const ClassAreas* areas) {
                        return areas != nullptr ? with_interval(areas->f1) : percent(metrics.f1);
                      }),
          count_table(study)};
}

std::vector<std::string> notes_of(const Study& study) {
  std::vector<std::string> notes{
      "95 % intervals: Wilson's for accuracy, recall and precision; the others draw whole patients "
      "2,000 times. A draw's calibration error is biased upwards: its interval may lie above it.",
      "* fewer than 30 films: read the interval, not the figure."};
  for (const PublishedScore& score : published_scores(study.rows[0].evaluation.classes)) {
    notes.push_back("† on " + score.films + ": no row here may be set against it.");
  }
  return notes;
}

}  // namespace chestlens
