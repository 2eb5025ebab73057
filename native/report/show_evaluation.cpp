#include "report/show_evaluation.hpp"

#include "evaluate/figures.hpp"
#include "evaluate/scored_films.hpp"
#include "io/text.hpp"
#include "plot/chart.hpp"
#include "report/evaluation_charts.hpp"

#include <chestlens/assessment.hpp>
#include <chestlens/probability.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace chestlens {
namespace {

std::vector<PageFact> overall_facts(const PredictionTable& table, const Assessment& all) {
  const Metrics& metrics = all.metrics;
  const auto in_percent = [](const Estimate& estimate) { return with_interval(estimate) + " %"; };
  return {{"films", fmt::to_string(table.films.size())},
          {"accuracy", with_interval(metrics.accuracy, metrics.accuracy_interval) + " %"},
          {"balanced accuracy", in_percent(all.balanced_accuracy)},
          {"macro F1", in_percent(all.macro_f1)},
          {"weighted F1", in_percent(all.weighted_f1)},
          {"mean ROC area", in_percent(all.macro_roc)},
          {"expected calibration error", in_percent(all.calibration_error)}};
}

PageTable class_table(const PredictionTable& table, const Assessment& all) {
  PageTable shown{
      .title = "By class, in % with 95 % intervals",
      .header = {"class", "films", "recall", "precision", "specificity", "F1", "ROC area"}};
  for (std::size_t c = 0; c < table.classes.size(); ++c) {
    const ClassMetrics& one = all.metrics.classes[c];
    TextRow row = {with_interval(one.recall, one.recall_interval),
                   with_interval(one.precision, one.precision_interval),
                   with_interval(one.specificity, one.specificity_interval),
                   with_interval(all.classes[c].f1), with_interval(all.classes[c].roc)};
    for (std::string& figure : row) figure = flagged(figure, one.films);
    row.insert(row.begin(), {table.classes[c], fmt::to_string(one.films)});
    shown.rows.push_back(std::move(row));
  }
  return shown;
}

PageTable confusion_table(const PredictionTable& table, const ConfusionMatrix& matrix) {
  PageTable shown{.title = "Confusion: films of a true class (rows) by predicted class (columns)",
                  .header = {"true \\ predicted"}};
  shown.header.insert(shown.header.end(), table.classes.begin(), table.classes.end());
  for (int truth = 0; truth < matrix.classes; ++truth) {
    TextRow row = {table.classes[static_cast<std::size_t>(truth)]};
    for (int predicted = 0; predicted < matrix.classes; ++predicted) {
      row.push_back(fmt::to_string(matrix.at(truth, predicted)));
    }
    shown.rows.push_back(std::move(row));
  }
  return shown;
}

PageTable mistake_table(const PredictionTable& table, std::span<const Mistake> mistakes) {
  PageTable shown{
      .title = "Most confident mistakes",
      .header = {"film", "true class", "taken for", "probability %", "of the true class %"},
      .words = 3};
  for (const Mistake& mistake : mistakes) {
    shown.rows.push_back(
        {table.films[mistake.film].file, table.classes[static_cast<std::size_t>(mistake.truth)],
         table.classes[static_cast<std::size_t>(mistake.predicted)],
         percent(mistake.predicted_probability), percent(mistake.true_probability)});
  }
  return shown;
}

std::vector<PageFigure> figures_of(const PredictionTable& table, const ScoredFilms& scored,
                                   const Assessment& all, const ConfusionMatrix& matrix,
                                   const std::string& part, const BootstrapOptions& bootstrap) {
  const auto confusion = confusion_chart("Confusion, " + part, table.classes, matrix, all);
  const auto roc =
      roc_chart("ROC, each class against the rest, " + part, table.classes, scored, all, bootstrap);
  const auto reliability = reliability_chart("Reliability, " + part, "without a temperature", all);
  return {{"confusion-" + part + ".svg", confusion.title, to_svg(confusion)},
          {"roc-" + part + ".svg", roc.title, to_svg(roc)},
          {"reliability-" + part + ".svg", reliability.title, to_svg(reliability)}};
}

}  // namespace

Result<ShownEvaluation> show_evaluation(const PredictionTable& table, const std::string& part,
                                        std::size_t most_mistakes,
                                        const BootstrapOptions& bootstrap) {
  CHESTLENS_TRY(const auto scored, scored_films(table));
  CHESTLENS_TRY(const auto all, assess(scored, bootstrap));
  CHESTLENS_TRY(const auto matrix, matrix_of(scored));
  ShownEvaluation shown{{.title = "Figures on the " + part + " films"},
                        confident_mistakes(scored, most_mistakes)};
  PageSection& section = shown.section;
  section.facts = overall_facts(table, all);
  section.tables = {class_table(table, all), confusion_table(table, matrix)};
  if (!shown.mistakes.empty()) section.tables.push_back(mistake_table(table, shown.mistakes));
  section.figures = figures_of(table, scored, all, matrix, part, bootstrap);
  const auto is_alone = [](const PredictedFilm& film) { return !film.patient_known; };
  const bool known = std::ranges::none_of(table.films, is_alone);
  section.notes = {intervals_note(known, bootstrap.draws) +
                   " The bands of the ROC curves draw whole patients, too."};
  if (!known) {
    section.notes.push_back(
        "Patients are not known: films count as patients of their own, and films of one patient "
        "may "
        "be in training too. The intervals are then too narrow.");
  }
  const auto few = [](const ClassMetrics& one) { return one.films < few_films; };
  if (std::ranges::any_of(all.metrics.classes, few)) {
    section.notes.push_back(std::string(few_films_note) + ".");
  }
  return shown;
}

}  // namespace chestlens
