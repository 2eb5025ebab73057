#include "report/source_scores.hpp"

#include <chestlens/patient_interval.hpp>
#include <chestlens/probability.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace chestlens {

std::vector<SourceScore> source_scores(const Evaluation& evaluation, const Manifest& manifest,
                                       std::span<const std::size_t> films) {
  std::map<std::pair<int, std::string>, SourceScore> by_class_and_source;
  std::map<std::pair<int, std::string>, std::map<std::string, PatientCount>> patients;
  const std::size_t classes = evaluation.classes.size();
  for (std::size_t i = 0; i < films.size(); ++i) {
    const PredictedFilm& predicted = evaluation.predictions.films[i];
    const std::string& source = manifest.films[films[i]].source;
    SourceScore& score = by_class_and_source[{predicted.label, source}];
    score.class_name = evaluation.classes[static_cast<std::size_t>(predicted.label)];
    score.source = source.empty() ? "(not named)" : source;
    PatientCount& patient = patients[{predicted.label, source}][predicted.patient_id];
    ++score.films;
    ++patient.trials;
    const std::span probabilities = evaluation.scored.probabilities;
    if (most_probable(probabilities.subspan(i * classes, classes)) == predicted.label) {
      ++score.right;
      ++patient.successes;
    }
  }
  std::vector<std::pair<int, SourceScore>> scores;
  for (auto& [key, score] : by_class_and_source) {
    std::vector<PatientCount> counts;
    for (const auto& [id, count] : patients.at(key)) counts.push_back(count);
    score.recall_interval = patient_interval(counts);
    scores.emplace_back(key.first, std::move(score));
  }
  std::ranges::stable_sort(
      scores, {}, [](const auto& entry) { return std::pair(entry.first, -entry.second.films); });
  std::vector<SourceScore> sorted;
  for (auto& [label, score] : scores) sorted.push_back(std::move(score));
  return sorted;
}

}  // namespace chestlens
