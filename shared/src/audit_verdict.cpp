#include <chestlens/audit_trait.hpp>
#include <chestlens/audit_verdict.hpp>
#include <chestlens/share_text.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <utility>

namespace chestlens {
namespace {

using Findings = std::vector<const AuditFinding*>;

/// The findings that convict, by trait.
std::map<std::string, Findings> convictions(const Card& card) {
  std::map<std::string, Findings> found;
  for (const AuditFinding& finding : card.findings) {
    if (!finding.convicts) continue;
    found[finding.test.substr(0, finding.test.find_first_of(" ,"))].push_back(&finding);
  }
  return found;
}

constexpr std::string_view offer_test = "films offer ";

/// The trait that is free of disease by which a finding shows that films tell a class; "" for none.
std::string offered_trait(const AuditFinding& finding) {
  if (!finding.test.starts_with(offer_test)) return {};
  const std::string name = finding.test.substr(offer_test.size());
  const bool is_free_of_disease = std::ranges::any_of(traits, [&](Trait trait) {
    return trait_info(trait).name == name && trait_info(trait).is_free_of_disease;
  });
  const bool is_offered = finding.value > finding.chance_high && finding.low > offered_area;
  return is_free_of_disease && is_offered ? name : "";
}

/// The findings by which films offer a trait that is free of disease, by trait.
std::map<std::string, Findings> offers(const Card& card) {
  std::map<std::string, Findings> found;
  for (const AuditFinding& finding : card.findings) {
    const std::string trait = offered_trait(finding);
    if (!trait.empty()) found[trait].push_back(&finding);
  }
  return found;
}

/// What convicts of a trait, before the classes and their figures.
std::string evidence_of(const std::string& trait) {
  if (trait == "border") return "Shown only the outer 10 % of a film, it still tells";
  if (trait == "text") {
    return "Where text is covered, more than where as much elsewhere is, its probability loses, in "
           "points, for";
  }
  return "By a change of " + trait +
         " alone, films of other classes gain, in points of probability, of";
}

std::string joined(const std::vector<std::string>& words) {
  return fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> classes_of(const Findings& findings) {
  std::vector<std::string> names;
  for (const AuditFinding* finding : findings) names.push_back(finding->about);
  return names;
}

std::string figures_of(const Findings& findings) {
  std::vector<std::string> figures;
  for (const AuditFinding* finding : findings) {
    figures.push_back(finding->about + " " +
                      in_percent(finding->value, finding->low, finding->high));
  }
  return joined(figures);
}

VerdictLine conviction(const std::string& trait, const Findings& findings) {
  return {Verdict::convicted,
          fmt::format("Convicted: {}, of {}", trait_in_words(trait), joined(classes_of(findings))),
          fmt::format("{}: {}. That is no disease; the films offer it, and the answers follow it.",
                      evidence_of(trait), figures_of(findings))};
}

/// The test that would convict of a trait; before and after its figures, what these are and which
/// would convict.
struct Conviction {
  std::string test;
  std::string before;
  std::string after;
};

Conviction conviction_by(const std::string& trait) {
  if (trait == "border") {
    return {
        "border only, the network", "from the border alone it tells, by ROC areas in %, ",
        fmt::format("more than {:.0f}, the whole interval, would convict", 100.0 * offered_area)};
  }
  if (trait == "text") {
    return {"text covered, probability lost", "where text is covered, these lose, in points, ",
            fmt::format("more than {:.0f} would convict", 100.0 * least_loss)};
  }
  return {trait + " changed, probability gained", "by a change of it these gain, in points, ",
          fmt::format("more than {:.0f}, the whole interval, would convict", 100.0 * least_gain)};
}

/// What was found where a conviction was looked for, of the classes that a trait is offered of.
std::string why_not_convicted(const Card& card, const std::string& trait, const Findings& offered) {
  const Conviction by = conviction_by(trait);
  Findings found;
  for (const AuditFinding& finding : card.findings) {
    const bool is_of_class =
        std::ranges::find(offered, finding.about, &AuditFinding::about) != offered.end();
    if (finding.test == by.test && is_of_class) found.push_back(&finding);
  }
  if (found.empty()) return "Whether this network goes by it was not asked.";
  return fmt::format("That this network goes by it was not shown: {}{}; {}.", by.before,
                     figures_of(found), by.after);
}

VerdictLine offer(const Card& card, const std::string& trait, const Findings& findings) {
  return {Verdict::offered,
          fmt::format("Offered: {}, of {}", trait_in_words(trait), joined(classes_of(findings))),
          fmt::format("It tells these classes without any network, by ROC areas of {} %. {}",
                      figures_of(findings), why_not_convicted(card, trait, findings))};
}

void add_remark(std::vector<VerdictLine>& lines, std::string title, std::string text) {
  lines.push_back({Verdict::remark, std::move(title), std::move(text)});
}

/// What the network tells although there is next to no disease to see.
void add_lungs(const Card& card, std::vector<VerdictLine>& lines) {
  Findings told;
  for (const AuditFinding& finding : card.findings) {
    const bool is_told = finding.low > offered_area && finding.value > finding.chance_high;
    if (finding.test == "lungs covered, the network" && is_told) told.push_back(&finding);
  }
  if (told.empty()) return;
  add_remark(lines, "It answers without the lungs",
             fmt::format("With their estimated place covered it still tells {}, by ROC areas in %: "
                         "little or no disease is left to see there.",
                         figures_of(told)));
}

/// The harmless changes that change at least a tenth of the answers, the worst first.
void add_steadiness(const Card& card, std::vector<VerdictLine>& lines) {
  constexpr std::string_view test = "answers changed, ";
  constexpr double many = 0.10;
  constexpr std::size_t shown = 3;
  Findings changed;
  for (const AuditFinding& finding : card.findings) {
    const bool is_much = finding.low > many && finding.low > finding.chance_high;
    if (finding.test.starts_with(test) && is_much) changed.push_back(&finding);
  }
  if (changed.empty()) return;
  std::ranges::sort(changed, std::ranges::greater(), &AuditFinding::value);
  std::vector<std::string> figures;
  for (const AuditFinding* finding : changed) {
    if (figures.size() == shown) break;
    figures.push_back(finding->test.substr(test.size()) + " " +
                      in_percent(finding->value, finding->low, finding->high));
  }
  add_remark(lines, "Its answers are not steady",
             fmt::format("Made {}, so many of 100 films get another answer, though nothing of the "
                         "disease is changed; noise of one grey level changes {}.",
                         joined(figures), in_percent(changed.front()->chance)));
}

/// Evidence that lies outside the lungs no less than by chance.
void add_evidence(const Card& card, std::vector<VerdictLine>& lines) {
  for (const AuditFinding& finding : card.findings) {
    if (finding.test != "evidence outside the lungs" || finding.high < finding.chance) continue;
    add_remark(lines, "Its evidence does not point at the lungs",
               fmt::format("{} % of it lies outside them, {} % by chance.",
                           in_percent(finding.value, finding.low, finding.high),
                           in_percent(finding.chance)));
  }
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::convicted:
      return "convicted";
    case Verdict::offered:
      return "offered";
    case Verdict::remark:
      return "remark";
    case Verdict::nothing:
      break;
  }
  return "nothing";
}

std::vector<VerdictLine> verdict_of(const Card& card) {
  const auto convicted = convictions(card);
  std::vector<VerdictLine> lines;
  for (const auto& [trait, findings] : convicted) lines.push_back(conviction(trait, findings));
  if (convicted.empty()) {
    lines.push_back(
        {Verdict::nothing, "Nothing was convicted",
         "That is no acquittal: an audit finds the kinds of shortcut that it looks for, "
         "where they are plain."});
  }
  add_lungs(card, lines);
  add_steadiness(card, lines);
  add_evidence(card, lines);
  for (auto [trait, findings] : offers(card)) {
    const auto of_trait = convicted.find(trait);
    std::erase_if(findings, [&](const AuditFinding* finding) {
      return of_trait != convicted.end() &&
             std::ranges::find(of_trait->second, finding->about, &AuditFinding::about) !=
                 of_trait->second.end();
    });
    if (!findings.empty()) lines.push_back(offer(card, trait, findings));
  }
  return lines;
}

std::string verdict_word(const AuditFinding& finding) {
  if (finding.convicts) return "convicted";
  return offered_trait(finding).empty() ? "not convicted" : "offered";
}

}  // namespace chestlens
