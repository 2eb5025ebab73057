#include <chestlens/audit_trait.hpp>
#include <chestlens/audit_verdict.hpp>
#include <chestlens/finding_words.hpp>
#include <chestlens/share_text.hpp>

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace chestlens {
namespace {

/// What the figures of tests are, and what they are set against.
struct Measure {
  std::string_view begins;  // its test
  std::string_view ends;
  std::string_view figure;
  std::string_view against;
};

constexpr std::array<Measure, 8> measures{{
    {"text found", "", "share of the films, %", ""},
    {"text covered", "answers changed", "share of the films, %", "as much covered elsewhere"},
    {"text covered", "probability lost", "points of probability", ""},
    {"answers changed", "", "share of the films, %", "noise of one grey level"},
    {"", "probability gained", "points of probability", "noise of one grey level"},
    {"recall by source", "", "recall, %", "films of its other sources"},
    {"evidence ", "", "share of the evidence, %", "on the lungs of other films"},
    {"", "", "ROC area, %", "by chance"},
}};

const Measure& measure_of(std::string_view test) {
  for (const Measure& measure : measures) {
    if (test.starts_with(measure.begins) && test.ends_with(measure.ends)) return measure;
  }
  return measures.back();
}

std::string set_against(const AuditFinding& finding, std::string_view what) {
  if (what.empty()) return {};
  const std::string mean = in_percent(finding.chance), most = in_percent(finding.chance_high);
  return fmt::format("{} {}{}", what, mean, most == mean ? "" : ", at most " + most);
}

}  // namespace

FindingWords words_of(const AuditFinding& finding) {
  const Measure& measure = measure_of(finding.test);
  return {.trait = trait_in_words(finding.test),
          .meaning = trait_meaning(finding.test),
          .figure = std::string(measure.figure),
          .found = in_percent(finding.value, finding.low, finding.high),
          .against = set_against(finding, measure.against),
          .verdict = verdict_word(finding)};
}

}  // namespace chestlens
