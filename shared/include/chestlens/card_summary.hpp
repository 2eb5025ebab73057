#pragma once

#include <chestlens/audit_trait.hpp>
#include <chestlens/card.hpp>
#include <chestlens/catalog.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chestlens {

/// What a card says first, in plain words, each with the figure that proves it.
struct CardSummary {
  std::string can;            // how well the classes are told apart, and on which films
  std::string cannot;         // what was found against it, or that nobody looked
  std::string must_not;       // what it must not be used for
  bool is_convicted = false;  // by a finding
};

/// Made of the card's own figures whenever it is shown, so that it is never older than they are.
/// Can: macro F1 (of labels the mean ROC area), of test films before all that it never saw, before
/// validation films, before others. Cannot: worst_conviction(), else the recall whose interval ends
/// lowest, by class and source where an audit compared them, else by class.
CardSummary summary_of(const Card& card);

/// The same of an ensemble: by its own figures, and by its members' audits, as no audit asks it as
/// a whole. `members` are the cards of its members, at least one.
CardSummary summary_of(const CatalogEnsemble& ensemble, std::span<const Card> members);

/// Of the first trait that convicts (an audit begins with the border, which shows little or no
/// lung) the class whose interval lies the furthest above chance; null where nothing convicts.
const AuditFinding* worst_conviction(const Card& card);

/// What a metric reaches at the most by answers that look at no film; none where that depends on
/// the films.
std::optional<double> blind_score(std::string_view metric, std::size_t classes);

}  // namespace chestlens
