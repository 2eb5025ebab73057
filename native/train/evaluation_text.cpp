#include "io/text.hpp"
#include "train/evaluation.hpp"

#include <nlohmann/json.hpp>

namespace chestlens {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t few_films = 30;  // below this an interval says more than its middle

std::string with_interval(double value, const Interval& interval) {
  return percent(value) + " (" + percent(interval.low) + "-" + percent(interval.high) + ")";
}

std::string row(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const std::string& cell : cells) text.append(" ").append(cell).append(" |");
  return text + "\n";
}

std::string rule(std::size_t columns) {
  std::string text = "|---|";
  for (std::size_t i = 1; i < columns; ++i) text += "---:|";
  return text + "\n";
}

std::string metrics_table(const Evaluation& evaluation) {
  const Metrics& metrics = evaluation.score.metrics;
  std::string text = row({"class", "films", "recall % (95 % interval)",
                          "precision % (95 % interval)", "specificity %", "F1 %"}) +
                     rule(6);
  bool some_are_few = false;
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    const bool few = one.films < few_films;
    some_are_few = some_are_few || few;
    text += row({evaluation.classes[c], std::to_string(one.films) + (few ? " *" : ""),
                 with_interval(one.recall, one.recall_interval),
                 with_interval(one.precision, one.precision_interval), percent(one.specificity),
                 percent(one.f1)});
  }
  text += "\naccuracy " + with_interval(metrics.accuracy, metrics.accuracy_interval) +
          " %, balanced accuracy " + percent(metrics.balanced_accuracy) + " %, macro F1 " +
          percent(metrics.macro_f1) + " %, weighted F1 " + percent(metrics.weighted_f1) + " %\n";
  if (some_are_few) text += "\n\\* fewer than 30 films: read the interval, not the figure\n";
  return text;
}

std::string confusion_table(const Evaluation& evaluation) {
  std::vector<std::string> header = {"true \\ predicted"};
  header.insert(header.end(), evaluation.classes.begin(), evaluation.classes.end());
  std::string text = row(header) + rule(header.size());
  for (int truth = 0; truth < evaluation.score.matrix.classes; ++truth) {
    std::vector<std::string> cells = {evaluation.classes[static_cast<std::size_t>(truth)]};
    for (int predicted = 0; predicted < evaluation.score.matrix.classes; ++predicted) {
      cells.push_back(std::to_string(evaluation.score.matrix.at(truth, predicted)));
    }
    text += row(cells);
  }
  return text;
}

std::string source_table(const Evaluation& evaluation) {
  std::vector<std::string> header = {"films of"};
  for (const std::string& source : evaluation.sources) {
    header.push_back(source.empty() ? "(not named)" : source);
  }
  std::string text = row(header) + rule(header.size());
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    std::vector<std::string> cells = {evaluation.classes[c]};
    for (const std::int64_t films : evaluation.films[c]) cells.push_back(std::to_string(films));
    text += row(cells);
  }
  return text;
}

std::string averaged(int looks) {
  if (looks == 0) return "";
  return ", probabilities averaged over each film and " + std::to_string(looks) +
         (looks == 1 ? " augmented look" : " augmented looks") + " at it";
}

Json interval_json(double value, const Interval& interval) {
  return {{"value", value}, {"low", interval.low}, {"high", interval.high}};
}

}  // namespace

std::string to_markdown(const Evaluation& evaluation) {
  std::string text = "## " + to_string(evaluation.part) + ", " +
                     std::to_string(evaluation.score.metrics.films) +
                     " films, no patient shared with training" + averaged(evaluation.looks) +
                     "\n\n" + metrics_table(evaluation) + "\n" + confusion_table(evaluation);
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
  const Metrics& metrics = evaluation.score.metrics;
  Json json = {{"format", 1},
               {"part", to_string(evaluation.part)},
               {"films", metrics.films},
               {"test_time_looks", evaluation.looks},
               {"loss", evaluation.score.loss},
               {"accuracy", interval_json(metrics.accuracy, metrics.accuracy_interval)},
               {"balanced_accuracy", metrics.balanced_accuracy},
               {"macro_f1", metrics.macro_f1},
               {"weighted_f1", metrics.weighted_f1}};
  for (std::size_t c = 0; c < evaluation.classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    json["classes"].push_back({{"name", evaluation.classes[c]},
                               {"films", one.films},
                               {"recall", interval_json(one.recall, one.recall_interval)},
                               {"precision", interval_json(one.precision, one.precision_interval)},
                               {"specificity", one.specificity},
                               {"f1", one.f1}});
  }
  const ConfusionMatrix& matrix = evaluation.score.matrix;
  for (int truth = 0; truth < matrix.classes; ++truth) {
    Json counts = Json::array();
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
