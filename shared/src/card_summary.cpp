#include "measured_films.hpp"

#include <chestlens/card_summary.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t most_named_classes = 8;

using Classes = std::vector<std::string>;
using Metrics = std::vector<MeasuredMetric>;

/// "a, b and c".
std::string listed(const std::vector<std::string>& words, std::string_view last = " and ") {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? last : ", ";
    text += words[i];
  }
  return text;
}

/// "83.5 % (80.0-86.7)".
std::string share_text(const MeasuredMetric& metric) {
  return fmt::format("{:.1f} % ({:.1f}-{:.1f})", 100.0 * metric.value, 100.0 * metric.low,
                     100.0 * metric.high);
}

/// The figure by which a card says what its model can; null where it has none.
const MeasuredMetric* score_of(const Metrics& metrics) {
  for (const std::string_view part : {"test", "all", "validation", ""}) {
    for (const std::string_view name : {"macro F1", "mean ROC area"}) {
      const auto found = std::ranges::find_if(metrics, [&](const MeasuredMetric& metric) {
        return metric.name == name && (part.empty() || films_of(metric).part == part);
      });
      if (found != metrics.end()) return &*found;
    }
  }
  return nullptr;
}

std::string classes_in_words(const Classes& classes) {
  return classes.size() > most_named_classes ? fmt::format("its {} classes", classes.size())
                                             : listed(classes);
}

std::string what_it_can(const Classes& classes, const Metrics& metrics) {
  const MeasuredMetric* score = score_of(metrics);
  if (score == nullptr) {
    return fmt::format("How well it tells {} apart was not measured.", classes_in_words(classes));
  }
  const bool is_told = score->low > blind_score(score->name, classes.size()).value_or(0.0);
  const bool is_own = films_of(*score).part.find("other films") == std::string::npos;
  return fmt::format("{} {} apart{}: {} {} on {}.", is_told ? "Tells" : "Was not shown to tell",
                     classes_in_words(classes),
                     is_own ? " on films of the collections that trained it" : "", score->name,
                     share_text(*score), in_words(*score));
}

/// "the border (covid19, viral) and sharpness (viral)", in the order of the findings.
std::string convicted_traits(const Card& card) {
  std::vector<std::pair<std::string, std::string>> found;  // a trait and its classes
  for (const AuditFinding& finding : card.findings) {
    if (!finding.convicts) continue;
    const std::string trait = trait_in_words(finding.test);
    if (found.empty() || found.back().first != trait) found.emplace_back(trait, "");
    std::string& classes = found.back().second;
    classes += (classes.empty() ? "" : ", ") + finding.about;
  }
  std::vector<std::string> traits;
  for (const auto& [trait, classes] : found) {
    traits.push_back(classes.empty() ? trait : fmt::format("{} ({})", trait, classes));
  }
  return listed(traits);
}

/// The class that is missed most, of the films that the card's score is of; "" where none is told.
std::string weakest_class(const Metrics& metrics) {
  constexpr std::string_view recall = "recall ";
  const MeasuredMetric* score = score_of(metrics);
  const MeasuredMetric* worst = nullptr;
  for (const MeasuredMetric& metric : metrics) {
    if (score == nullptr || !metric.name.starts_with(recall)) continue;
    if (films_of(metric).part != films_of(*score).part) continue;
    if (worst == nullptr || metric.high < worst->high) worst = &metric;
  }
  if (worst == nullptr) return {};
  const MeasuredFilms films = films_of(*worst);
  return fmt::format(" It misses {} most: it recognises {} of {} {} films of it.",
                     worst->name.substr(recall.size()), share_text(*worst),
                     films.count.empty() ? "the" : films.count, films.part);
}

/// The class and source that are missed most, as an audit's sentence; "" where it compared none.
std::string weakest_source(const Card& card) {
  const AuditFinding* worst = nullptr;
  for (const AuditFinding& finding : card.findings) {
    if (finding.test != "recall by source") continue;
    if (worst == nullptr || finding.high < worst->high) worst = &finding;
  }
  return worst == nullptr ? std::string() : " Where it is weakest, " + worst->sentence;
}

std::string what_it_cannot(const Card& card) {
  if (card.findings.empty()) {
    return "Whether it looks at the lungs is not known: it was not audited." +
           weakest_class(card.metrics);
  }
  const std::string& films = card.findings.front().measured_on;
  if (const AuditFinding* worst = worst_conviction(card)) {
    return fmt::format(
        "That it looks at the lungs is not shown: an audit on {} convicts it of {}. {}", films,
        convicted_traits(card), worst->sentence);
  }
  const std::string source = weakest_source(card);
  return fmt::format("An audit on {} convicts it of nothing, which is no acquittal.{}", films,
                     source.empty() ? weakest_class(card.metrics) : source);
}

std::string what_it_must_not(const Classes& classes) {
  return fmt::format(
      "Never diagnose with it: it calls whatever it is shown {}, and its figures hold for films "
      "like those that they were measured on, for no others.",
      classes.size() > most_named_classes ? fmt::format("one of its {} classes", classes.size())
                                          : listed(classes, " or "));
}

bool is_audited(const Card& card) {
  return has_figures_of_its_model(card) && !card.findings.empty();
}

/// Of the members whose audits say something, and of those that were not asked.
std::string what_the_members_cannot(std::span<const Card> members) {
  std::vector<std::string> convicted, missing;
  for (const Card& card : members) {
    if (!is_audited(card)) {
      missing.push_back(card.title);
    } else if (worst_conviction(card) != nullptr) {
      convicted.push_back(fmt::format("{} of {}", card.title, convicted_traits(card)));
    }
  }
  if (missing.size() == members.size()) {
    return "Whether it looks at the lungs is not known: its members were not audited.";
  }
  const std::string rest =
      missing.empty() ? "" : fmt::format(" Not audited: {}.", fmt::join(missing, "; "));
  if (convicted.empty()) {
    return "Audits of its members convict them of nothing, which is no acquittal." + rest;
  }
  return fmt::format("That it looks at the lungs is not shown: audits of its members convict {}.{}",
                     fmt::join(convicted, "; "), rest);
}

}  // namespace

CardSummary summary_of(const Card& card) {
  if (!has_figures_of_its_model(card)) {
    return {
        .can = fmt::format("How well it tells {} apart is not known: the figures in its card are "
                           "of another model.onnx.",
                           classes_in_words(card.classes)),
        .cannot = "Whether it looks at the lungs is not known either: measure and audit it again.",
        .must_not = what_it_must_not(card.classes)};
  }
  return {.can = what_it_can(card.classes, card.metrics),
          .cannot = what_it_cannot(card),
          .must_not = what_it_must_not(card.classes),
          .is_convicted = worst_conviction(card) != nullptr};
}

CardSummary summary_of(const CatalogEnsemble& ensemble, std::span<const Card> members) {
  const Classes& classes = members.front().classes;
  return {.can = what_it_can(classes, ensemble.metrics),
          .cannot = what_the_members_cannot(members) + weakest_class(ensemble.metrics),
          .must_not = what_it_must_not(classes),
          .is_convicted = std::ranges::any_of(members, [](const Card& card) {
            return is_audited(card) && worst_conviction(card) != nullptr;
          })};
}

const AuditFinding* worst_conviction(const Card& card) {
  const AuditFinding* worst = nullptr;
  for (const AuditFinding& finding : card.findings) {
    if (!finding.convicts) continue;
    // Areas and points of probability have no common scale: one trait's findings are of one kind.
    if (worst != nullptr && trait_in_words(finding.test) != trait_in_words(worst->test)) continue;
    if (worst == nullptr || finding.low - finding.chance > worst->low - worst->chance) {
      worst = &finding;
    }
  }
  return worst;
}

std::optional<double> blind_score(std::string_view metric, std::size_t classes) {
  if (metric == "macro F1" || metric == "balanced accuracy") {
    return 1.0 / static_cast<double>(classes);
  }
  if (metric == "mean ROC area" || metric.starts_with("ROC area ")) return 0.5;
  return std::nullopt;
}

}  // namespace chestlens
