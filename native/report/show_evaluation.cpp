#include "report/show_evaluation.hpp"

#include "evaluate/figures.hpp"
#include "evaluate/roc_curve.hpp"
#include "evaluate/scored_films.hpp"
#include "io/text.hpp"
#include "plot/chart.hpp"

#include <chestlens/assessment.hpp>
#include <chestlens/probability.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t most_bands = 6;  // more would hide each other

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

/// One class's scores against the rest.
struct OneAgainstRest {
  std::vector<float> scores;
  std::vector<int> positive;
};

OneAgainstRest against_rest(const ScoredFilms& scored, std::size_t label) {
  OneAgainstRest result;
  const auto classes = static_cast<std::size_t>(scored.classes);
  for (std::size_t film = 0; film < scored.truth.size(); ++film) {
    result.scores.push_back(scored.probabilities[film * classes + label]);
    result.positive.push_back(static_cast<std::size_t>(scored.truth[film]) == label ? 1 : 0);
  }
  return result;
}

LineChart roc_chart(const PredictionTable& table, const ScoredFilms& scored, const Assessment& all,
                    const BootstrapOptions& bootstrap) {
  LineChart chart{.title = "ROC, each class against the rest",
                  .x_label = "false-positive rate (1 - specificity)",
                  .y_label = "true-positive rate (recall)",
                  .unit_square = true,
                  .guides = {{"chance", {0.0, 1.0}, {0.0, 1.0}}}};
  for (std::size_t c = 0; c < table.classes.size(); ++c) {
    const OneAgainstRest one = against_rest(scored, c);
    auto curve = roc_curve(one.scores, one.positive);
    if (!curve) continue;  // no film of the class, or no other
    const std::string area =
        table.classes[c] + ", area " + with_interval(all.classes[c].roc) + " %";
    chart.description += (chart.description.empty() ? "" : "; ") + area;
    chart.series.push_back(
        {area, std::move(curve->false_positive_rate), std::move(curve->true_positive_rate)});
    if (table.classes.size() > most_bands) continue;
    if (auto band = roc_band(one.scores, one.positive, scored.patients, bootstrap)) {
      chart.bands.push_back(
          {std::move(band->false_positive_rate), std::move(band->low), std::move(band->high)});
    }
  }
  chart.description += ".";
  return chart;
}

std::vector<PageFigure> figures_of(const PredictionTable& table, const ScoredFilms& scored,
                                   const Assessment& all, const ConfusionMatrix& matrix,
                                   const std::string& part, const BootstrapOptions& bootstrap) {
  const std::string on = ", " + part;
  const ConfusionChart confusion{
      .title = "Confusion" + on,
      .description =
          "The table of films by true and predicted class, shaded by share of the row; "
          "accuracy " +
          percent(all.metrics.accuracy) + " %.",
      .classes = table.classes,
      .matrix = matrix};
  const ReliabilityChart reliability{
      .title = "Reliability" + on,
      .description = "Accuracy by confidence; expected calibration error " +
                     with_interval(all.calibration_error) + " %.",
      .curves = {{"without a temperature", all.reliability, all.calibration_error.value}}};
  LineChart roc = roc_chart(table, scored, all, bootstrap);
  roc.title += on;
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
