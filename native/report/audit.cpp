#include "report/audit.hpp"

#include "io/text.hpp"
#include "report/border_probe.hpp"

#include <algorithm>
#include <cstdint>

namespace chestlens {
namespace {

std::string from_to(const Interval& interval) {
  return percent(interval.low) + " to " + percent(interval.high);
}

std::string border_sentence(const Evaluation& border) {
  const Metrics& metrics = border.assessment.metrics;
  std::int64_t most = 0;
  for (const ClassMetrics& one : metrics.classes) most = std::max(most, one.films);
  std::string text = "A small network that sees only the outer " + percent(border_share) +
                     " % of each film, where little or no lung is, has an accuracy of " +
                     percent(metrics.accuracy) + " % (" + from_to(metrics.accuracy_interval) +
                     ") on the same " + to_string(border.part) +
                     " films; always naming the most frequent class would have " +
                     percent(static_cast<double>(most) / static_cast<double>(metrics.films)) +
                     " %. Recall by class: ";
  std::vector<std::string> recalls;
  for (std::size_t c = 0; c < border.classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    if (one.films == 0) continue;
    recalls.push_back(
        border.classes[c] + " " + percent(one.recall) +
        (one.films < few_films ? " (of " + std::to_string(one.films) + " films)" : ""));
  }
  return text + joined(recalls) + " %.";
}

std::string probe_sentence(const SourceProbe& probe, const std::string& probed) {
  return "Within " + probe.class_name + ", where disease is no help, " + probed + " tell " +
         probe.first_source + " (" + std::to_string(probe.first_films) + " films) from " +
         probe.second_source + " (" + std::to_string(probe.second_films) + ") with a ROC area of " +
         percent(probe.roc_area.value) + " % (" + from_to(probe.roc_area.interval) +
         "): 50 would be blind to the source, 100 knows it. What knows the source can use it in "
         "place of disease.";
}

/// "covid19 is recognised in 9 of 10 films of hannover (59.6 to 98.2 %), in ...".
std::string source_sentence(std::span<const SourceScore> scores) {
  std::string text = scores.front().class_name + " is recognised in";
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const SourceScore& score = scores[i];
    text += (i == 0 ? " " : ", ") + std::to_string(score.right) + " of " +
            std::to_string(score.films) + " films of " + score.source + " (" +
            from_to(score.recall_interval) + " %)";
  }
  return text + (scores.size() == 1 ? ", its only source here." : ".");
}

}  // namespace

std::vector<std::string> sentences(const Audit& audit, const Evaluation& border) {
  std::vector<std::string> list{border_sentence(border)};
  if (audit.probe) list.push_back(probe_sentence(*audit.probe, audit.probed));
  for (auto begin = audit.sources.begin(); begin != audit.sources.end();) {
    const auto end = std::find_if(begin, audit.sources.end(), [&](const SourceScore& score) {
      return score.class_name != begin->class_name;
    });
    list.push_back(source_sentence({begin, end}));
    begin = end;
  }
  return list;
}

}  // namespace chestlens
