#include "io/text.hpp"
#include "model_report/commands.hpp"
#include "model_report/sections.hpp"
#include "report/differences_text.hpp"
#include "report/evaluation_charts.hpp"
#include "report/study_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

std::string title_with_part(const StudyRow& row) {
  return row.title + ", " + part_title(row.evaluation);
}

/// The overall table without parameters, multiply-adds and bytes, which the costs have.
void drop_costs(TextTable& table) {
  const auto drop = [](TextRow& row) { row.erase(row.begin() + 1, row.begin() + 4); };
  drop(table.header);
  for (TextRow& row : table.rows) drop(row);
}

/// A published row without a figure.
bool is_empty(const TextRow& row) {
  return std::all_of(row.begin() + 1, row.end(),
                     [](const std::string& cell) { return cell == "-"; });
}

}  // namespace

PageSection score_section(const ModelReport& report) {
  PageSection section{.title = "Scores", .notes = score_notes(report.evaluated.study)};
  std::vector<TextTable> tables = score_tables(report.evaluated.study);
  drop_costs(tables.front());
  for (TextTable& table : tables) {
    std::erase_if(table.rows, is_empty);
    section.tables.push_back(page_table(std::move(table)));
  }
  section.commands = evaluate_command_lines(report.call);
  return section;
}

PageSection curve_section(const ModelReport& report) {
  PageSection section{
      .title = "ROC curves and confusion",
      .notes = {"A curve shows every threshold for one class against the rest, its band the 95 % "
                "interval by patient at each point. A row of the confusion is a true class."}};
  for (const StudyRow& row : report.evaluated.study.rows) {
    const Evaluation& evaluation = row.evaluation;
    const auto roc = roc_chart("ROC: " + title_with_part(row), evaluation.classes,
                               evaluation.scored, evaluation.assessment);
    const auto confusion = confusion_chart("Confusion: " + title_with_part(row), evaluation.classes,
                                           evaluation.matrix, evaluation.assessment);
    section.figures.push_back({"roc-" + row.name + ".svg", roc.title, to_svg(roc)});
    section.figures.push_back(
        {"confusion-" + row.name + ".svg", confusion.title, to_svg(confusion)});
  }
  section.commands = evaluate_command_lines(report.call);
  return section;
}

PageSection calibration_section(const ModelReport& report) {
  PageSection section{
      .title = "Calibration",
      .notes = {"Of films of which a model is 80 % sure, 80 of 100 should be right: points below "
                "the line are answers that were too sure. ECE is the expected calibration error, "
                "without its upward bias."}};
  for (const Card& card : report.evaluated.cards) {
    section.facts.push_back(
        {card.title, fmt::format("temperature {:.3f}, {}", card.temperature,
                                 card.temperature_is_fitted
                                     ? "fitted on its validation films"
                                     : "which its validation films do not determine: a prior "
                                       "holds it")});
  }
  for (const CatalogEnsemble& ensemble : report.evaluated.catalog.ensembles) {
    section.facts.push_back({ensemble.title, fmt::format("temperature {:.3f} after its members' "
                                                         "own; {}",
                                                         ensemble.temperature, ensemble.chosen)});
  }
  for (const StudyRow& row : report.evaluated.study.rows) {
    const auto chart =
        reliability_chart(title_with_part(row), "with its temperature", row.evaluation.assessment);
    section.figures.push_back({"reliability-" + row.name + ".svg", chart.title, to_svg(chart)});
  }
  section.commands = evaluate_command_lines(report.call);
  return section;
}

PageSection threshold_section(const ModelReport& report) {
  const Study& study = report.evaluated.study;
  PageSection section{.title = "Thresholds"};
  if (!report.thresholds) {
    section.notes = {reason_in_words("The thresholds", report.thresholds.error())};
    return section;
  }
  if (report.thresholds->empty()) {
    section.notes = {
        "None was asked for. --recall CLASS=SHARE chooses, on validation films, the probability "
        "from which a film is called the class, and says what that is worth on these films."};
    return section;
  }
  section.tables = {page_table(threshold_table(*report.thresholds), 2)};
  section.notes = {threshold_note(*report.thresholds)};
  section.commands = threshold_command_lines(report.call, study.rows.front().evaluation.classes);
  return section;
}

PageSection difference_section(const ModelReport& report) {
  const Study& study = report.evaluated.study;
  PageSection section{.title = "Differences between the models"};
  if (study.differences.empty()) {
    section.notes = {"There is one model: nothing to compare it with."};
    return section;
  }
  for (TextTable& table : difference_tables(study)) {
    section.tables.push_back(page_table(std::move(table)));
  }
  section.notes = {difference_note(study)};
  if (!report.call.models.models.empty()) section.commands = evaluate_command_lines(report.call);
  return section;
}

}  // namespace chestlens
