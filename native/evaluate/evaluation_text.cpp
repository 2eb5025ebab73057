#include "evaluate/evaluation.hpp"
#include "evaluate/figures.hpp"
#include "io/markdown.hpp"
#include "io/text.hpp"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace chestlens {
namespace {

using OrderedJson = nlohmann::ordered_json;

std::string metrics_table(const Evaluation& evaluation) {
  const Assessment& all = evaluation.assessment;
  const Metrics& metrics = all.metrics;
  const TextRow header = {"class",
                          "films",
                          "recall % (95 % interval)",
                          "precision % (95 % interval)",
                          "specificity % (95 % interval)",
                          "F1 % (95 % interval)",
                          "ROC area % (95 % interval)",
                          "PR area % (95 % interval)"};
  std::vector<TextRow> rows;
  bool some_are_few = false;
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    const ClassAreas& areas = all.classes[c];
    some_are_few = some_are_few || one.films < few_films;
    TextRow row = {std::to_string(one.films),
                   with_interval(one.recall, one.recall_interval),
                   with_interval(one.precision, one.precision_interval),
                   with_interval(one.specificity, one.specificity_interval),
                   with_interval(areas.f1),
                   with_interval(areas.roc),
                   with_interval(areas.precision_recall)};
    for (std::string& figure : row) figure = flagged(figure, one.films);
    row.insert(row.begin(), evaluation.classes[c]);
    rows.push_back(std::move(row));
  }
  std::string text = markdown_table(header, rows) + "\naccuracy " +
                     with_interval(metrics.accuracy, metrics.accuracy_interval) +
                     " %, balanced accuracy " + with_interval(all.balanced_accuracy) +
                     " %, macro F1 " + with_interval(all.macro_f1) + " %,\nweighted F1 " +
                     with_interval(all.weighted_f1) + " %, mean ROC area " +
                     with_interval(all.macro_roc) + " %, expected calibration error " +
                     with_interval(all.calibration_error) + " %\n\n" +
                     intervals_note(evaluation.patients_known) + "\n";
  if (!evaluation.left_out.empty()) text += "\nLeft out: " + evaluation.left_out + ".\n";
  if (some_are_few) text += std::string("\n\\") + few_films_note + "\n";
  return text;
}

std::string confusion_table(const Evaluation& evaluation) {
  TextRow header = {"true \\ predicted"};
  header.insert(header.end(), evaluation.classes.begin(), evaluation.classes.end());
  std::vector<TextRow> rows;
  const ConfusionMatrix& matrix = evaluation.matrix;
  for (int truth = 0; truth < matrix.classes; ++truth) {
    TextRow cells = {evaluation.classes[static_cast<std::size_t>(truth)]};
    for (int predicted = 0; predicted < matrix.classes; ++predicted) {
      cells.push_back(std::to_string(matrix.at(truth, predicted)));
    }
    rows.push_back(std::move(cells));
  }
  return markdown_table(header, rows);
}

std::string source_table(const Evaluation& evaluation) {
  TextRow header = {"films of"};
  for (const std::string& source : evaluation.sources) {
    header.push_back(source.empty() ? "(not named)" : source);
  }
  std::vector<TextRow> rows;
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    TextRow cells = {evaluation.classes[c]};
    for (const std::int64_t films : evaluation.films[c]) cells.push_back(std::to_string(films));
    rows.push_back(std::move(cells));
  }
  return markdown_table(header, rows);
}

/// Whether a patient may be on both sides.
std::string separation(const Evaluation& evaluation) {
  if (!evaluation.seen_known) return "which films trained the model is not known";
  if (evaluation.part == EvaluatedPart::external) {
    return evaluation.patients_known ? "none of a file or patient that trained the model"
                                     : "none of a file that trained the model";
  }
  return evaluation.patients_known ? "no patient shared with training"
                                   : "split by film: patients are not known";
}

std::string averaged(int views) {
  if (views == 0) return "";
  return ", probabilities averaged over each film and " + std::to_string(views) +
         (views == 1 ? " augmented view" : " augmented views") + " of it";
}

OrderedJson interval_json(double value, const Interval& interval) {
  return {{"value", value}, {"low", interval.low}, {"high", interval.high}};
}

OrderedJson interval_json(const Estimate& estimate) {
  return interval_json(estimate.value, estimate.interval);
}

OrderedJson reliability_json(const std::vector<ReliabilityBin>& bins) {
  OrderedJson list = OrderedJson::array();
  for (const ReliabilityBin& bin : bins) {
    list.push_back({{"low", bin.low},
                    {"high", bin.high},
                    {"films", bin.films},
                    {"confidence", bin.confidence},
                    {"accuracy", bin.accuracy}});
  }
  return list;
}

}  // namespace

std::string missing_classes(const Evaluation& evaluation) {
  std::vector<std::string> missing;
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    if (evaluation.assessment.metrics.classes[c].films > 0) continue;
    missing.push_back(evaluation.classes[c]);
  }
  if (missing.empty()) return {};
  return "No film here is of the class " + joined(missing) +
         ": no recall and no area can be computed, means leave it out, and a film that is "
         "called so is an error.";
}

std::string to_markdown(const Evaluation& evaluation) {
  const std::string missing = missing_classes(evaluation);
  std::string text = "## " + part_title(evaluation) + ", " +
                     std::to_string(evaluation.assessment.metrics.films) + " films, " +
                     separation(evaluation) + averaged(evaluation.views) + "\n\n" +
                     metrics_table(evaluation) + (missing.empty() ? "" : "\n" + missing + "\n") +
                     "\n" + confusion_table(evaluation);
  if (evaluation.sources.size() > 1) {
    text +=
        "\nThe films come from several sources, and a source (its patients' age, its machines, "
        "its\n"
        "markers) may go with a class. Part of this score may be telling sources apart, not "
        "disease:\nread the two tables together, and expect less on films of another "
        "hospital.\n\n" +
        source_table(evaluation);
  }
  return text;
}

std::string to_json(const Evaluation& evaluation) {
  const Assessment& all = evaluation.assessment;
  const Metrics& metrics = all.metrics;
  OrderedJson json = {{"format", 1},
                      {"part", to_string(evaluation.part)},
                      {"films_name", evaluation.films_name},
                      {"left_out", evaluation.left_out},
                      {"films", metrics.films},
                      {"patients", evaluation.patients_known ? "known" : "unknown"},
                      {"test_time_views", evaluation.views},
                      {"loss", evaluation.loss},
                      {"accuracy", interval_json(metrics.accuracy, metrics.accuracy_interval)},
                      {"balanced_accuracy", interval_json(all.balanced_accuracy)},
                      {"macro_f1", interval_json(all.macro_f1)},
                      {"weighted_f1", interval_json(all.weighted_f1)},
                      {"mean_roc_area", interval_json(all.macro_roc)},
                      {"expected_calibration_error", interval_json(all.calibration_error)},
                      {"binned_calibration_error", expected_calibration_error(all.reliability)},
                      {"reliability", reliability_json(all.reliability)}};
  if (!evaluation.predictions.weights_sha256.empty()) {
    json["weights_sha256"] = evaluation.predictions.weights_sha256;
    json["epoch"] = evaluation.predictions.epoch;
  }
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    json["classes"].push_back(
        {{"name", evaluation.classes[c]},
         {"films", one.films},
         {"few_films", one.films < few_films},
         {"recall", interval_json(one.recall, one.recall_interval)},
         {"precision", interval_json(one.precision, one.precision_interval)},
         {"specificity", interval_json(one.specificity, one.specificity_interval)},
         {"f1", interval_json(all.classes[c].f1)},
         {"roc_area", interval_json(all.classes[c].roc)},
         {"precision_recall_area", interval_json(all.classes[c].precision_recall)}});
  }
  const ConfusionMatrix& matrix = evaluation.matrix;
  for (int truth = 0; truth < matrix.classes; ++truth) {
    OrderedJson counts = OrderedJson::array();
    for (int predicted = 0; predicted < matrix.classes; ++predicted) {
      counts.push_back(matrix.at(truth, predicted));
    }
    json["confusion"].push_back(std::move(counts));
  }
  json["sources"] = evaluation.sources;
  json["films_by_class_and_source"] = evaluation.films;
  return json.dump(2) + "\n";
}

}  // namespace chestlens
