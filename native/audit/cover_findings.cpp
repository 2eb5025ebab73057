#include "audit/findings.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace chestlens {
namespace {

struct CoverTest {
  std::string name;     // "border only"
  std::string meaning;  // how the films were changed, for people
  FilmChange change;
  bool convicts = false;
};

std::vector<CoverTest> cover_tests() {
  return {{"whole film", "whole films", {}},
          {"border covered", "films whose outer 10 % are covered", cover(Covered::border)},
          {"lungs covered", "films whose lungs, as estimated, are covered", cover(Covered::lungs)},
          {"border only", "films of which only the outer 10 % are left",
           cover(Covered::all_but_border), true}};
}

const TraitResult& result_of(const std::vector<TraitResult>& results, Trait trait) {
  return results[static_cast<std::size_t>(trait)];
}

std::string sentence_of(const CoverTest& test, const std::string& who, const std::string& name,
                        const ClassArea& area) {
  return fmt::format(
      "On {}, {} tells {} from the other classes with a ROC area of {} %; by chance "
      "{} at most.",
      test.meaning, who, name,
      in_percent(area.area.value, area.area.interval.low, area.area.interval.high),
      percent(area.chance_high));
}

}  // namespace

Result<std::vector<AuditFinding>> cover_findings(const AuditFilms& films,
                                                 const AuditedNetwork& network,
                                                 const Answers& whole,
                                                 const std::vector<TraitResult>& traits,
                                                 const Reporter& reporter) {
  const auto classes = static_cast<int>(films.classes.size());
  const auto folds = patient_folds(films.patients);
  std::vector<AuditFinding> findings;
  for (const CoverTest& test : cover_tests()) {
    std::vector<AuditFinding> of_last_layer;
    Answers answers = whole;
    if (test.change) {
      CHESTLENS_TRY(answers, answers_to(films, network, test.name, test.change, reporter));
    }
    const auto shipped =
        class_areas(given_scores(answers.probabilities), films.class_of, classes, films.patients);
    const auto again = class_areas(probe_scores(answers.features, folds, classes, network.threads),
                                   films.class_of, classes, films.patients);
    for (int c = 0; c < classes; ++c) {
      const auto at = static_cast<std::size_t>(c);
      const std::string& name = films.classes[at];
      if (!shipped[at].is_known) continue;
      AuditFinding finding =
          area_finding(films, test.name + ", the network", name, shipped[at],
                       sentence_of(test, "the network as it is", name, shipped[at]));
      finding.convicts = test.convicts && result_of(traits, Trait::border).is_offered(c) &&
                         finding.low > offered_area && finding.value > finding.chance_high;
      findings.push_back(std::move(finding));
      of_last_layer.push_back(area_finding(
          films, test.name + ", last layer learnt again", name, again[at],
          sentence_of(test, "its last layer, learnt again on such films,", name, again[at])));
    }
    std::ranges::move(of_last_layer, std::back_inserter(findings));
  }
  return findings;
}

}  // namespace chestlens
