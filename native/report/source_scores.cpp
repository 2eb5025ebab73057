#include "report/source_scores.hpp"

#include <chestlens/probability.hpp>

#include <algorithm>
#include <map>
#include <utility>

namespace chestlens {

std::vector<SourceScore> source_scores(const Evaluation& evaluation, const Manifest& manifest,
                                       std::span<const std::size_t> films) {
  std::map<std::pair<int, std::string>, SourceScore> by_class_and_source;
  const std::size_t classes = evaluation.classes.size();
  for (std::size_t i = 0; i < films.size(); ++i) {
    const PredictedFilm& predicted = evaluation.predictions.films[i];
    const std::string& source = manifest.films[films[i]].source;
    SourceScore& score = by_class_and_source[{predicted.label, source}];
    score.class_name = evaluation.classes[static_cast<std::size_t>(predicted.label)];
    score.source = source.empty() ? "(not named)" : source;
    ++score.films;
    const std::span probabilities = evaluation.scored.probabilities;
    if (most_probable(probabilities.subspan(i * classes, classes)) == predicted.label) {
      ++score.right;
    }
  }
  std::vector<std::pair<int, SourceScore>> scores;
  for (auto& [key, score] : by_class_and_source) {
    score.recall_interval = wilson_interval(score.right, score.films);
    scores.emplace_back(key.first, std::move(score));
  }
  std::ranges::stable_sort(
      scores, {}, [](const auto& entry) { return std::pair(entry.first, -entry.second.films); });
  std::vector<SourceScore> sorted;
  for (auto& [label, score] : scores) sorted.push_back(std::move(score));
  return sorted;
}

}  // namespace chestlens
