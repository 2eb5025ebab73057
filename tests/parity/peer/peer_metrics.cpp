// peer_metrics: reads "CLASSES FILMS", then one line per film: its class and its probabilities.
// Prints every figure as JSON, for metrics.py to hold against scikit-learn's.
#include <chestlens/assessment.hpp>

#include <nlohmann/json.hpp>

#include <cstdio>
#include <iostream>

namespace {

nlohmann::json ends(const chestlens::Interval& interval) {
  return {interval.low, interval.high};
}

}  // namespace

int main() {
  using namespace chestlens;
  ScoredFilms scored;
  std::size_t films = 0;
  std::cin >> scored.classes >> films;
  for (std::size_t film = 0; film < films; ++film) {
    int truth = 0;
    std::cin >> truth;
    scored.truth.push_back(truth);
    scored.patients.push_back(std::to_string(film));
    for (int c = 0; c < scored.classes; ++c) {
      float probability = 0.0F;
      std::cin >> probability;
      scored.probabilities.push_back(probability);
    }
  }
  const auto assessment = assess(scored, {.draws = 2});
  if (!assessment) {
    std::fprintf(stderr, "%s\n", to_string(assessment.error()).c_str());
    return 1;
  }
  nlohmann::json json = {
      {"accuracy", assessment->metrics.accuracy},
      {"balanced_accuracy", assessment->balanced_accuracy.value},
      {"macro_f1", assessment->macro_f1.value},
      {"weighted_f1", assessment->weighted_f1.value},
      {"macro_roc", assessment->macro_roc.value},
      {"calibration_error", expected_calibration_error(assessment->reliability)}};
  for (std::size_t c = 0; c < assessment->classes.size(); ++c) {
    const ClassMetrics& one = assessment->metrics.classes[c];
    json["precision"].push_back(one.precision);
    json["recall"].push_back(one.recall);
    json["specificity"].push_back(one.specificity);
    json["precision_interval"].push_back(ends(one.precision_interval));
    json["recall_interval"].push_back(ends(one.recall_interval));
    json["specificity_interval"].push_back(ends(one.specificity_interval));
    json["f1"].push_back(one.f1);
    json["roc"].push_back(assessment->classes[c].roc.value);
    json["precision_recall"].push_back(assessment->classes[c].precision_recall.value);
  }
  std::printf("%s\n", json.dump().c_str());
  return 0;
}
