#include <chestlens/card_summary.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

constexpr std::size_t most_named_classes = 8;

/// "a, b and c".
std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

/// "83.5 % (80.0-86.7)".
std::string share_text(const MeasuredMetric& metric) {
  return fmt::format("{:.1f} % ({:.1f}-{:.1f})", 100.0 * metric.value, 100.0 * metric.low,
                     100.0 * metric.high);
}

/// Which films a figure was measured on, of "test, split by patient, 556 films".
struct MeasuredFilms {
  std::string part;        // up to the first comma
  std::string count;       // "556"; "" where it is not said
  bool by_patient = true;  // false: a patient may be on both sides of the split
};

MeasuredFilms films_of(const MeasuredMetric& metric) {
  const std::string& text = metric.measured_on;
  MeasuredFilms films{.part = text.substr(0, text.find(',')), .count = {}};
  films.by_patient = text.find("patients are not known") == std::string::npos;
  const std::size_t end = text.find(" films", films.part.size());
  if (end == std::string::npos) return films;
  std::size_t begin = end;
  while (begin > 0 && std::isdigit(static_cast<unsigned char>(text[begin - 1])) != 0) --begin;
  films.count = text.substr(begin, end - begin);
  return films;
}

/// "556 test films of patients that it never saw".
std::string in_words(const MeasuredMetric& metric) {
  const MeasuredFilms films = films_of(metric);
  const auto counted = [&](std::string_view kind) {
    return films.count + (films.count.empty() ? "" : " ") + std::string(kind);
  };
  const std::string_view patients =
      films.by_patient ? " of patients that it never saw" : ", of patients who may have trained it";
  if (films.part == "test") return counted("test films") + std::string(patients);
  if (films.part == "all") return counted("films") + std::string(patients);
  if (films.part == "validation") {
    return counted("validation films") + ", which chose its epoch and so flatter it";
  }
  return metric.measured_on;
}

/// The figure by which a card says what its model can; null where it has none.
const MeasuredMetric* score_of(const Card& card) {
  for (const std::string_view part : {"test", "all", "validation", ""}) {
    for (const std::string_view name : {"macro F1", "mean ROC area"}) {
      const auto found = std::ranges::find_if(card.metrics, [&](const MeasuredMetric& metric) {
        return metric.name == name && (part.empty() || films_of(metric).part == part);
      });
      if (found != card.metrics.end()) return &*found;
    }
  }
  return nullptr;
}

/// What answers without a look at the film reach at the most.
double blind_score(const MeasuredMetric& metric, std::size_t classes) {
  return metric.name == "macro F1" ? 1.0 / static_cast<double>(classes) : 0.5;
}

std::string classes_of(const Card& card) {
  return card.classes.size() > most_named_classes
             ? fmt::format("its {} classes", card.classes.size())
             : listed(card.classes);
}

std::string what_it_can(const Card& card) {
  const MeasuredMetric* score = score_of(card);
  if (score == nullptr) {
    return fmt::format("How well it tells {} apart was not measured.", classes_of(card));
  }
  const bool is_told = score->low > blind_score(*score, card.classes.size());
  const bool is_own = films_of(*score).part.find("other films") == std::string::npos;
  return fmt::format("{} {} apart{}: {} {} on {}.", is_told ? "Tells" : "Was not shown to tell",
                     classes_of(card), is_own ? " on films of the collections that trained it" : "",
                     score->name, share_text(*score), in_words(*score));
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
std::string weakest_class(const Card& card) {
  constexpr std::string_view recall = "recall ";
  const MeasuredMetric* score = score_of(card);
  const MeasuredMetric* worst = nullptr;
  for (const MeasuredMetric& metric : card.metrics) {
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
    return "Whether it looks at the lungs is not known: it was not audited." + weakest_class(card);
  }
  const std::string& films = card.findings.front().measured_on;
  if (const AuditFinding* worst = worst_conviction(card)) {
    return fmt::format(
        "That it looks at the lungs is not shown: an audit on {} convicts it of {}. {}", films,
        convicted_traits(card), worst->sentence);
  }
  const std::string source = weakest_source(card);
  return fmt::format("An audit on {} convicts it of nothing, which is no acquittal.{}", films,
                     source.empty() ? weakest_class(card) : source);
}

}  // namespace

CardSummary summary_of(const Card& card) {
  if (!has_figures_of_its_model(card)) {
    return {
        .can = fmt::format("How well it tells {} apart is not known: the figures in its card are "
                           "of another model.onnx.",
                           classes_of(card)),
        .cannot = "Whether it looks at the lungs is not known either: measure and audit it again."};
  }
  return {.can = what_it_can(card),
          .cannot = what_it_cannot(card),
          .is_convicted = worst_conviction(card) != nullptr};
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

}  // namespace chestlens
