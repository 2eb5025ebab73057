#include "audit/estimates.hpp"
#include "audit/findings.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

namespace chestlens {
namespace {

constexpr std::size_t fewest_films = 10;

/// Some of the films, renumbered.
struct Subset {
  std::vector<std::size_t> films;
  PatientFilms patients;

  std::vector<int> labels(const std::vector<int>& of_all) const {
    std::vector<int> result;
    for (const std::size_t film : films) result.push_back(of_all[film]);
    return result;
  }
};

Subset subset_of(const AuditFilms& films, const std::function<bool(std::size_t)>& is_in) {
  Subset subset;
  for (const auto& of_patient : films.patients) {
    std::vector<std::size_t> places;
    for (const std::size_t film : of_patient) {
      if (!is_in(film)) continue;
      places.push_back(subset.films.size());
      subset.films.push_back(film);
    }
    if (!places.empty()) subset.patients.push_back(std::move(places));
  }
  return subset;
}

std::vector<float> rows_of(const std::vector<float>& values, std::size_t width,
                           const Subset& subset) {
  std::vector<float> result;
  for (const std::size_t film : subset.films) {
    const auto row = std::span(values).subspan(film * width, width);
    result.insert(result.end(), row.begin(), row.end());
  }
  return result;
}

/// How many sources have enough of some films.
std::size_t large_sources(const AuditFilms& films, const Subset& subset) {
  std::map<int, std::size_t> counts;
  for (const std::size_t film : subset.films) ++counts[films.source_of[film]];
  return static_cast<std::size_t>(std::ranges::count_if(
      counts, [](const auto& count) { return count.second >= fewest_films; }));
}

void tell_sources_apart(const AuditFilms& films, const AuditedNetwork& network,
                        const Answers& whole, int c, std::vector<AuditFinding>& findings) {
  const Subset subset = subset_of(films, [&](std::size_t i) { return films.class_of[i] == c; });
  if (large_sources(films, subset) < 2) return;
  const Rows features{whole.features.width,
                      rows_of(whole.features.values, whole.features.width, subset)};
  const auto sources = static_cast<int>(films.sources.size());
  const auto areas =
      class_areas(probe_scores(features, patient_folds(subset.patients), sources, network.threads),
                  subset.labels(films.source_of), sources, subset.patients);
  const std::string& name = films.classes[static_cast<std::size_t>(c)];
  for (std::size_t s = 0; s < areas.size(); ++s) {
    if (!areas[s].is_known) continue;
    const ClassArea& area = areas[s];
    findings.push_back(area_finding(
        films, "features tell sources", name + ", " + films.sources[s], area,
        fmt::format("Within {}, where disease is no help, the features tell films of {} from those "
                    "of other sources with a ROC area of {} %; by chance {} at most.",
                    name, films.sources[s],
                    in_percent(area.area.value, area.area.interval.low, area.area.interval.high),
                    percent(area.chance_high))));
  }
}

void recall_by_source(const AuditFilms& films, const Answers& whole, int c,
                      std::vector<AuditFinding>& findings) {
  const Subset subset = subset_of(films, [&](std::size_t i) { return films.class_of[i] == c; });
  if (large_sources(films, subset) < 2) return;
  std::vector<bool> is_right;
  for (std::size_t i = 0; i < films.count(); ++i) is_right.push_back(whole.predicted(i) == c);
  const std::string& name = films.classes[static_cast<std::size_t>(c)];
  for (int s = 0; s < static_cast<int>(films.sources.size()); ++s) {
    const auto here = [&](std::size_t i) {
      return films.class_of[i] == c && films.source_of[i] == s;
    };
    if (subset_of(films, here).films.size() < fewest_films) continue;
    const Estimate recall = share_estimate(is_right, films.patients, here);
    const Estimate others = share_estimate(is_right, films.patients, [&](std::size_t i) {
      return films.class_of[i] == c && films.source_of[i] != s;
    });
    const std::string& source = films.sources[static_cast<std::size_t>(s)];
    findings.push_back(
        {.test = "recall by source",
         .about = name + ", " + source,
         .value = recall.value,
         .low = recall.interval.low,
         .high = recall.interval.high,
         .chance = others.value,
         .chance_high = others.interval.high,
         .sentence = fmt::format(
             "{} is recognised in {} % of the films of {}, and in {} % of those of other sources.",
             name, in_percent(recall.value, recall.interval.low, recall.interval.high), source,
             in_percent(others.value, others.interval.low, others.interval.high)),
         .measured_on = films.measured_on});
  }
}

/// Areas of every class among the films of one source.
void add_areas_in_source(const AuditFilms& films, const Subset& subset, int source,
                         std::vector<float> scores, const std::string& test, const std::string& who,
                         std::vector<AuditFinding>& findings) {
  const auto classes = static_cast<int>(films.classes.size());
  const auto areas = class_areas(given_scores(std::move(scores)), subset.labels(films.class_of),
                                 classes, subset.patients);
  const std::string& name = films.sources[static_cast<std::size_t>(source)];
  for (std::size_t c = 0; c < areas.size(); ++c) {
    if (!areas[c].is_known) continue;
    const ClassArea& area = areas[c];
    findings.push_back(area_finding(
        films, test, films.classes[c] + ", " + name, area,
        fmt::format("Among films of {} alone, {} tells {} from the other classes with a ROC area "
                    "of {} %; by chance {} at most.",
                    name, who, films.classes[c],
                    in_percent(area.area.value, area.area.interval.low, area.area.interval.high),
                    percent(area.chance_high))));
  }
}

}  // namespace

std::vector<AuditFinding> source_findings(const AuditFilms& films, const AuditedNetwork& network,
                                          const Answers& whole) {
  std::vector<AuditFinding> findings;
  const auto classes = static_cast<int>(films.classes.size());
  for (int c = 0; c < classes; ++c) tell_sources_apart(films, network, whole, c, findings);
  for (int c = 0; c < classes; ++c) recall_by_source(films, whole, c, findings);
  const auto width = static_cast<std::size_t>(classes);
  for (int s = 0; s < static_cast<int>(films.sources.size()); ++s) {
    const Subset here = subset_of(films, [&](std::size_t i) { return films.source_of[i] == s; });
    const Subset elsewhere =
        subset_of(films, [&](std::size_t i) { return films.source_of[i] != s; });
    if (here.films.size() < fewest_films || films.sources.size() < 2) continue;
    add_areas_in_source(films, here, s, rows_of(whole.probabilities, width, here),
                        "within one source", "the network", findings);
    if (elsewhere.films.size() < fewest_films) continue;
    const auto without =
        probe_scores(whole.features, {{.seen = elsewhere.films, .scored = here.films}}, classes,
                     network.threads)(films.class_of);
    add_areas_in_source(films, here, s, rows_of(without, width, here),
                        "source left out of the last layer",
                        "its last layer, learnt again without that source,", findings);
  }
  return findings;
}

}  // namespace chestlens
