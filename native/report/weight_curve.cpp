#include "report/weight_curve.hpp"

#include <cstdint>
#include <string>

namespace chestlens {

Result<MemberPredictions> member_predictions(const std::vector<EvaluatedBundle>& members) {
  const Evaluation& first = members.front().evaluation;
  MemberPredictions predictions{.classes = static_cast<int>(first.classes.size()),
                                .members = {},
                                .truth = first.scored.truth,
                                .patients = first.scored.patients};
  for (const EvaluatedBundle& member : members) {
    CHESTLENS_CHECK(check_ensemble(members.front(), member));
    predictions.members.push_back(member.evaluation.scored.probabilities);
  }
  return predictions;
}

Result<LineChart> weight_curve(const MemberPredictions& predictions,
                               const std::vector<EvaluatedBundle>& members,
                               const WeightChoice& choice) {
  const auto& classes = members[0].evaluation.classes;
  LineChart chart{.title = members[0].card.name + " and " + members[1].card.name,
                  .x_label = "weight of " + members[0].card.name + ", validation films",
                  .y_label = "%"};
  chart.series = {{"accuracy"}, {"macro F1"}};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const std::int64_t films = members[0].evaluation.assessment.metrics.classes[c].films;
    if (films == 0) continue;
    chart.series.push_back({"recall " + classes[c] +
                            (films < few_films ? " (" + std::to_string(films) + " films)" : "")});
  }
  constexpr int steps = 100;
  for (int step = 0; step <= steps; ++step) {
    const double weight = static_cast<double>(step) / steps;
    CHESTLENS_TRY(const auto metrics,
                  weighted_metrics(predictions, std::vector<double>{weight, 1.0 - weight}));
    std::vector<double> values{metrics.accuracy, metrics.macro_f1};
    for (const ClassMetrics& one : metrics.classes) {
      if (one.films > 0) values.push_back(one.recall);
    }
    for (std::size_t i = 0; i < values.size(); ++i) {
      chart.series[i].x.push_back(weight);
      chart.series[i].y.push_back(100.0 * values[i]);
    }
  }
  chart.markers = {{choice.weights[0], "chosen"}};
  chart.spans = {{choice.intervals[0].low, choice.intervals[0].high, "95 %"}};
  return chart;
}

}  // namespace chestlens
