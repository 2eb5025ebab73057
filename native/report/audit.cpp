#include "report/audit.hpp"

#include "io/text.hpp"
#include "report/border_probe.hpp"

#include <fmt/format.h>

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
  std::vector<std::string> recalls;
  for (std::size_t c = 0; c < border.classes.size(); ++c) {
    const ClassMetrics& one = metrics.classes[c];
    most = std::max(most, one.films);
    if (one.films == 0) continue;
    const std::string few =
        one.films < few_films ? fmt::format(" (of {} films)", one.films) : std::string();
    recalls.push_back(border.classes[c] + " " + percent(one.recall) + few);
  }
  return fmt::format(
      "A small network that sees only the outer {} % of each film, where little or no lung is, has "
      "an accuracy of {} % ({}) on the same {} films; always naming the most frequent class would "
      "have {} %. Recall by class: {} %.",
      percent(border_share), percent(metrics.accuracy), from_to(metrics.accuracy_interval),
      to_string(border.part),
      percent(static_cast<double>(most) / static_cast<double>(metrics.films)), joined(recalls));
}

std::string probe_sentence(const SourceProbe& probe, const std::string& probed) {
  return fmt::format(
      "Within {}, where disease is no help, {} tell {} ({} films) from {} ({}) with a ROC area of "
      "{} "
      "% ({}): 50 would be blind to the source, 100 knows it. What knows the source can use it in "
      "place of disease.",
      probe.class_name, probed, probe.first_source, probe.first_films, probe.second_source,
      probe.second_films, percent(probe.roc_area.value), from_to(probe.roc_area.interval));
}

/// "covid19 is recognised in 9 of 10 films of hannover (59.6 to 98.2 %), in ...".
std::string source_sentence(std::span<const SourceScore> scores) {
  std::vector<std::string> sources;
  for (const SourceScore& score : scores) {
    sources.push_back(fmt::format("{} of {} films of {} ({} %)", score.right, score.films,
                                  score.source, from_to(score.recall_interval)));
  }
  return fmt::format("{} is recognised in {}{}", scores.front().class_name, joined(sources),
                     scores.size() == 1 ? ", its only source here." : ".");
}

}  // namespace

std::vector<std::string> sentences(const Audit& audit, const std::optional<Evaluation>& border) {
  std::vector<std::string> list;
  if (border) list.push_back(border_sentence(*border));
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
