#include "report/study_text.hpp"

#include "data/csv.hpp"
#include "evaluate/figures.hpp"
#include "io/markdown.hpp"
#include "report/differences_text.hpp"
#include "report/published.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <utility>

namespace chestlens {
namespace {

/// 7980000 -> "7.98 M".
std::string in_units(double number, double unit, const char* name) {
  return fmt::format("{:.2f} {}", number / unit, name);
}

/// The title of a row of other films, which is marked.
std::string title_of(const PublishedScore& score) {
  return score.title + " †";
}

TextRow overall_row(const std::string& title, double parameters, double multiply_adds,
                    const std::string& bundle, const Assessment& all) {
  return {title,
          in_units(parameters, 1e6, "M"),
          in_units(multiply_adds, 1e9, "G"),
          bundle,
          with_interval(all.metrics.accuracy, all.metrics.accuracy_interval),
          with_interval(all.balanced_accuracy),
          with_interval(all.macro_f1),
          with_interval(all.weighted_f1),
          with_interval(all.macro_roc),
          with_interval(all.calibration_error)};
}

/// "test films", "films of every split", "other films (hospital_b)".
std::string films_title(const Evaluation& evaluation) {
  const std::string title = part_title(evaluation);
  if (evaluation.part == EvaluatedPart::all) return "films of every split";
  return evaluation.part == EvaluatedPart::external ? title : title + " films";
}

TextTable overall_table(const Study& study) {
  const Evaluation& first = study.rows[0].evaluation;
  TextTable table{
      "All models on " + std::to_string(first.assessment.metrics.films) + " " + films_title(first) +
          (first.patients_known ? "" : ", split by film: patients are not known"),
      {"model", "parameters", "multiply-adds", "bundle", "accuracy %", "balanced accuracy %",
       "macro F1 %", "weighted F1 %", "mean ROC area %", "calibration error %"},
      {}};
  for (const StudyRow& row : study.rows) {
    table.rows.push_back(overall_row(
        row.title, static_cast<double>(row.parameters), static_cast<double>(row.multiply_adds),
        in_units(static_cast<double>(row.bytes), 1e6, "MB"), row.evaluation.assessment));
  }
  for (const PublishedScore& score : published_scores(first.classes)) {
    table.rows.push_back(
        overall_row(title_of(score), score.parameters, score.multiply_adds, "-", score.assessment));
  }
  return table;
}

/// One cell of a table by class.
using ClassFigure = std::function<std::string(const ClassMetrics&, const ClassAreas&)>;

TextRow class_row(const std::string& title, const Assessment& all, const ClassFigure& figure) {
  TextRow cells{title};
  for (std::size_t c = 0; c < all.classes.size(); ++c) {
    const ClassMetrics& metrics = all.metrics.classes[c];
    cells.push_back(flagged(figure(metrics, all.classes[c]), metrics.films));
  }
  return cells;
}

TextTable class_table(const Study& study, const std::string& title, const ClassFigure& figure) {
  const Evaluation& first = study.rows[0].evaluation;
  TextTable table{title, {"model"}, {}};
  for (std::size_t c = 0; c < first.classes.size(); ++c) {
    table.header.push_back(first.classes[c] + " (" +
                           std::to_string(first.assessment.metrics.classes[c].films) + " films)");
  }
  for (const StudyRow& row : study.rows) {
    table.rows.push_back(class_row(row.title, row.evaluation.assessment, figure));
  }
  for (const PublishedScore& score : published_scores(first.classes)) {
    table.rows.push_back(class_row(title_of(score), score.assessment, figure));
  }
  return table;
}

/// A number that reads back to the same.
std::string exact(double number) {
  return fmt::format("{:.17g}", number);
}

std::string csv_lines(const std::string& model, const std::string& measured_on,
                      const Assessment& assessment, const std::vector<std::string>& classes) {
  std::string lines;
  for (const NamedFigure& figure : named_figures(assessment, classes)) {
    const auto& [value, interval] = figure.estimate;
    lines += csv_line({model, figure.id, figure.class_name, exact(value), exact(interval.low),
                       exact(interval.high),
                       figure.films == unknown_films ? "nan" : std::to_string(figure.films),
                       measured_on});
  }
  return lines;
}

}  // namespace

TextTable count_table(const Study& study) {
  TextTable table{"Films by class and part", {"class"}, {}};
  for (const PartCounts& part : study.parts) table.header.push_back(part.part);
  const auto& classes = study.rows[0].evaluation.classes;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    TextRow row{classes[c]};
    for (const PartCounts& part : study.parts) row.push_back(std::to_string(part.films[c]));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::vector<TextTable> score_tables(const Study& study) {
  using One = const ClassMetrics&;
  using Areas = const ClassAreas&;
  return {
      overall_table(study),
      class_table(study, "Recall (sensitivity) %",
                  [](One one, Areas) { return with_interval(one.recall, one.recall_interval); }),
      class_table(
          study, "Precision %",
          [](One one, Areas) { return with_interval(one.precision, one.precision_interval); }),
      class_table(
          study, "Specificity %",
          [](One one, Areas) { return with_interval(one.specificity, one.specificity_interval); }),
      class_table(study, "F1 %", [](One, Areas areas) { return with_interval(areas.f1); }),
      class_table(study, "ROC area %", [](One, Areas areas) { return with_interval(areas.roc); }),
      class_table(study, "Precision-recall area %",
                  [](One, Areas areas) { return with_interval(areas.precision_recall); })};
}

std::vector<TextTable> tables_of(const Study& study) {
  std::vector<TextTable> tables = score_tables(study);
  tables.push_back(count_table(study));
  auto differences = difference_tables(study);
  std::ranges::move(differences, std::back_inserter(tables));
  if (!study.thresholds.empty()) tables.push_back(threshold_table(study.thresholds));
  return tables;
}

std::vector<std::string> score_notes(const Study& study) {
  std::vector<std::string> notes{
      intervals_note(study.rows[0].evaluation.patients_known) +
          " A temperature makes the cross-entropy on validation least, which need not lower the "
          "calibration error.",
      std::string(few_films_note) + ".",
      "COVID-Net's head flattens its maps: its parameters grow with the size of the films."};
  const std::string& left_out = study.rows[0].evaluation.left_out;
  if (!left_out.empty()) notes.insert(notes.begin(), "Left out: " + left_out + ".");
  const std::string missing = missing_classes(study.rows[0].evaluation);
  if (!missing.empty()) notes.insert(notes.begin(), missing);
  const auto published = published_scores(study.rows[0].evaluation.classes);
  if (published.empty()) return notes;
  std::string note =
      "† on other films, on which nothing here was measured: no row here may be set against it; "
      "- where no figure is at hand.";
  for (const PublishedScore& score : published) {
    note += " " + score.title + ": " + score.films + ".";
  }
  notes.push_back(std::move(note));
  return notes;
}

std::vector<std::string> notes_of(const Study& study) {
  std::vector<std::string> notes = score_notes(study);
  if (!study.differences.empty()) notes.push_back(difference_note(study));
  if (!study.thresholds.empty()) notes.push_back(threshold_note(study.thresholds));
  return notes;
}

std::string to_markdown(const Study& study) {
  std::string text;
  for (const TextTable& table : tables_of(study)) text += to_markdown(table) + "\n";
  for (const std::string& note : notes_of(study)) {
    text += (note.starts_with('*') ? "\\" : "") + note + "\n\n";
  }
  text += std::string("### ") + audit_title + "\n\n";
  for (const StudyRow& row : study.rows) {
    text += "**" + row.title + "**\n\n";
    for (const std::string& finding : row.audit) text += "- " + finding + "\n";
    text += "\n";
  }
  return text;
}

std::string to_csv(const Study& study) {
  std::string csv =
      csv_line({"model", "metric", "class", "value", "low", "high", "films", "measured_on"});
  for (const StudyRow& row : study.rows) {
    const Evaluation& evaluation = row.evaluation;
    csv += csv_lines(row.name, part_title(evaluation), evaluation.assessment, evaluation.classes);
  }
  const auto& classes = study.rows[0].evaluation.classes;
  for (const PublishedScore& score : published_scores(classes)) {
    csv += csv_lines(score.name, "other films (published)", score.assessment, classes);
  }
  return csv;
}

}  // namespace chestlens
