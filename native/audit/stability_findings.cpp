#include "audit/estimates.hpp"
#include "audit/findings.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace chestlens {
namespace {

/// The changes that move a film along a trait.
struct TraitChanges {
  Trait trait = Trait::sharpness;
  std::vector<std::string> names;
};

std::vector<TraitChanges> changes_of_traits() {
  return {{Trait::sharpness, {"coarse", "blurred", "sharpened", "noisy", "JPEG"}},
          {Trait::brightness, {"brighter", "darker"}}};
}

struct Changed {
  NamedFilmChange change;
  Answers answers;
};

/// What the probability of a class gains on films of the others.
Estimate gain(const AuditFilms& films, const Answers& before, const Answers& after, int c) {
  std::vector<double> gains(films.count(), std::numeric_limits<double>::quiet_NaN());
  for (std::size_t i = 0; i < films.count(); ++i) {
    if (films.class_of[i] != c) gains[i] = after.probability(i, c) - before.probability(i, c);
  }
  return mean_estimate(gains, films.patients);
}

AuditFinding changed_finding(const AuditFilms& films, const Changed& changed, const Estimate& share,
                             const Estimate& least) {
  return {.test = "answers changed, " + changed.change.name,
          .about = "",
          .value = share.value,
          .low = share.interval.low,
          .high = share.interval.high,
          .chance = least.value,
          .chance_high = least.interval.high,
          .sentence = fmt::format(
              "{} ({}), {} % of the films get another answer; with noise of one grey level {} %.",
              changed.change.name, changed.change.meaning,
              in_percent(share.value, share.interval.low, share.interval.high),
              in_percent(least.value, least.interval.low, least.interval.high)),
          .measured_on = films.measured_on};
}

/// The change of a trait by which a class gains most.
AuditFinding gain_finding(const AuditFilms& films, const Answers& whole,
                          const std::vector<Changed>& all, const TraitChanges& of_trait,
                          const Estimate& least, int c, bool is_offered) {
  Estimate most{-1.0, {-1.0, -1.0}};
  const Changed* best = nullptr;
  for (const Changed& changed : all) {
    if (std::ranges::find(of_trait.names, changed.change.name) == of_trait.names.end()) continue;
    const Estimate gained = gain(films, whole, changed.answers, c);
    if (best != nullptr && gained.interval.low <= most.interval.low) continue;
    most = gained;
    best = &changed;
  }
  const std::string& name = films.classes[static_cast<std::size_t>(c)];
  const std::string trait(trait_info(of_trait.trait).name);
  return {.test = trait + " changed, probability gained",
          .about = name,
          .value = most.value,
          .low = most.interval.low,
          .high = most.interval.high,
          .chance = least.value,
          .chance_high = least.interval.high,
          .convicts = is_offered && most.interval.low > least_gain,
          .sentence = fmt::format(
              "Made {} ({}), films of the other classes gain {} points of probability of {} on "
              "average.",
              best->change.name, best->change.meaning,
              in_percent(most.value, most.interval.low, most.interval.high), name),
          .measured_on = films.measured_on};
}

}  // namespace

Result<std::vector<AuditFinding>> stability_findings(const AuditFilms& films,
                                                     const AuditedNetwork& network,
                                                     const Answers& whole,
                                                     const std::vector<TraitResult>& traits,
                                                     const Reporter& reporter) {
  std::vector<Changed> all;
  for (NamedFilmChange& change : harmless_changes()) {
    CHESTLENS_TRY(auto answers, answers_to(films, network, change.name, change.change, reporter));
    all.push_back({std::move(change), std::move(answers)});
  }
  CHESTLENS_TRY(const auto least,
                answers_to(films, network, least_change().name, least_change().change, reporter));
  const Estimate least_share = share_estimate(changed_answers(whole, least), films.patients);
  std::vector<AuditFinding> findings;
  for (const Changed& changed : all) {
    const auto share = share_estimate(changed_answers(whole, changed.answers), films.patients);
    findings.push_back(changed_finding(films, changed, share, least_share));
  }
  for (const TraitChanges& of_trait : changes_of_traits()) {
    const TraitResult& result = traits[static_cast<std::size_t>(of_trait.trait)];
    for (int c = 0; c < static_cast<int>(films.classes.size()); ++c) {
      const Estimate least_gained = gain(films, whole, least, c);
      if (!std::isfinite(least_gained.value)) continue;
      findings.push_back(
          gain_finding(films, whole, all, of_trait, least_gained, c, result.is_offered(c)));
    }
  }
  return findings;
}

}  // namespace chestlens
