#include <chestlens/audit_trait.hpp>
#include <chestlens/caveat.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace chestlens {
namespace {

/// How far a finding's interval begins above what chance gives at the most.
double above_chance(const AuditFinding& finding) {
  return finding.low - finding.chance_high;
}

/// The finding about the class that is the furthest above chance; null where none is above it.
template <typename Wanted>
const AuditFinding* furthest(const Card& card, const std::string& label, Wanted wanted) {
  const AuditFinding* found = nullptr;
  for (const AuditFinding& finding : card.findings) {
    if (finding.about != label || above_chance(finding) <= 0.0 || !wanted(finding)) continue;
    if (found == nullptr || above_chance(finding) > above_chance(*found)) found = &finding;
  }
  return found;
}

Caveat caveat_from(const Card& card, const AuditFinding& finding, std::string sentence) {
  return {std::move(sentence), static_cast<std::size_t>(&finding - card.findings.data())};
}

/// What of films is offered: "films offer border" -> "border".
std::string_view offered_trait(const AuditFinding& finding) {
  constexpr std::string_view begin = "films offer ";
  const std::string_view test = finding.test;
  return test.starts_with(begin) ? test.substr(begin.size()) : std::string_view();
}

}  // namespace

Result<Caveat> caveat_of(const Card& card, int class_index) {
  if (class_index < 0 || class_index >= static_cast<int>(card.classes.size())) {
    return fail(ErrorCode::invalid_argument, "the model has no such class", card.name);
  }
  if (card.findings.empty() || !has_figures_of_its_model(card)) {
    return Caveat{"Nobody has looked whether it goes by the lungs: it was not audited.", {}};
  }
  const std::string& label = card.classes[static_cast<std::size_t>(class_index)];
  const auto convicts = [](const AuditFinding& finding) { return finding.convicts; };
  // An area says more at a glance than points of probability, and the two have no common scale.
  const auto is_by_border = [](const AuditFinding& finding) {
    return finding.convicts && finding.test.starts_with("border only");
  };
  if (const AuditFinding* found = furthest(card, label, is_by_border)) {
    return caveat_from(card, *found,
                       fmt::format("Of {} it goes by the border: the outer tenth alone tells it "
                                   "in {:.0f} of 100 pairs, by chance in {:.0f} at most.",
                                   label, 100.0 * found->value, 100.0 * found->chance_high));
  }
  if (const AuditFinding* found = furthest(card, label, convicts)) {
    return caveat_from(
        card, *found,
        fmt::format("Of {} it goes by {}, as an audit found.", label, trait_in_words(found->test)));
  }
  const auto is_offered = [](const AuditFinding& finding) {
    const std::string_view trait = offered_trait(finding);
    return !trait.empty() && trait != "histogram";  // disease is among a film's grey levels
  };
  if (const AuditFinding* found = furthest(card, label, is_offered)) {
    return caveat_from(card, *found,
                       fmt::format("{} can be told without any network by {} alone, in {:.0f} of "
                                   "100 pairs; that it goes by it is not shown.",
                                   label, trait_in_words(found->test), 100.0 * found->value));
  }
  return Caveat{fmt::format("An audit found nothing beside disease by which it tells {}, which is "
                            "no acquittal.",
                            label),
                {}};
}

}  // namespace chestlens
