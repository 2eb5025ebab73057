#include "audit/estimates.hpp"
#include "audit/findings.hpp"
#include "data/film.hpp"
#include "data/parallel.hpp"
#include "io/text.hpp"

#include <chestlens/find_text.hpp>

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace chestlens {
namespace {

/// Whether text is found on each film.
Result<std::vector<bool>> films_with_text(const AuditFilms& films, int threads) {
  std::vector<Result<bool>> found(films.count(), false);
  parallel_for(films.count(), threads, [&](std::size_t i) {
    const auto film = read_film(films.paths[i]);
    found[i] =
        film ? Result<bool>(!find_text(*film).empty()) : Result<bool>(tl::unexpected(film.error()));
  });
  std::vector<bool> result;
  for (auto& one : found) {
    CHESTLENS_TRY(const bool has_text, std::move(one));
    result.push_back(has_text);
  }
  return result;
}

AuditFinding finding_of(const AuditFilms& films, std::string test, std::string about,
                        const Estimate& estimate, const Estimate& chance, std::string sentence) {
  return {.test = std::move(test),
          .about = std::move(about),
          .value = estimate.value,
          .low = estimate.interval.low,
          .high = estimate.interval.high,
          .chance = chance.value,
          .chance_high = chance.interval.high,
          .sentence = std::move(sentence),
          .measured_on = films.measured_on};
}

}  // namespace

Result<std::vector<AuditFinding>> text_findings(const AuditFilms& films,
                                                const AuditedNetwork& network, const Answers& whole,
                                                const std::vector<TraitResult>& traits,
                                                const Reporter& reporter) {
  CHESTLENS_TRY(const auto has_text, films_with_text(films, network.threads));
  CHESTLENS_TRY(const auto without,
                answers_to(films, network, "text covered", cover(Covered::text), reporter));
  CHESTLENS_TRY(const auto elsewhere, answers_to(films, network, "as much elsewhere covered",
                                                 cover(Covered::elsewhere), reporter));
  std::vector<AuditFinding> findings;
  const auto counts = [&](std::size_t film) { return bool{has_text[film]}; };
  const Estimate found = share_estimate(has_text, films.patients);
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  constexpr Estimate none{0.0, {0.0, 0.0}};
  findings.push_back(
      finding_of(films, "text found", "", found, none,
                 fmt::format("Text, markers or small metal were found on {} % of the films.",
                             in_percent(found.value, found.interval.low, found.interval.high))));
  const Estimate changed = share_estimate(changed_answers(whole, without), films.patients, counts);
  if (!std::isfinite(changed.value)) return findings;
  const Estimate by_chance =
      share_estimate(changed_answers(whole, elsewhere), films.patients, counts);
  findings.push_back(finding_of(
      films, "text covered, answers changed", "", changed, by_chance,
      fmt::format("Where the text is covered, {} % of those films get another answer; where as "
                  "much elsewhere is, {} %.",
                  in_percent(changed.value, changed.interval.low, changed.interval.high),
                  in_percent(by_chance.value, by_chance.interval.low, by_chance.interval.high))));
  for (int c = 0; c < static_cast<int>(films.classes.size()); ++c) {
    std::vector<double> losses(films.count(), nothing), others(films.count(), nothing);
    for (std::size_t i = 0; i < films.count(); ++i) {
      if (films.class_of[i] != c || !has_text[i]) continue;
      others[i] = whole.probability(i, c) - elsewhere.probability(i, c);
      losses[i] = whole.probability(i, c) - without.probability(i, c) - others[i];
    }
    const Estimate loss = mean_estimate(losses, films.patients);
    if (!std::isfinite(loss.value)) continue;
    const std::string& name = films.classes[static_cast<std::size_t>(c)];
    AuditFinding finding = finding_of(
        films, "text covered, probability lost", name, loss, none,
        fmt::format("On {} films the probability of {} loses {} points more where the text is "
                    "covered than where as much elsewhere is.",
                    name, name, in_percent(loss.value, loss.interval.low, loss.interval.high)));
    finding.convicts = traits[static_cast<std::size_t>(Trait::text)].is_offered(c) &&
                       loss.interval.low > 0.0 && loss.value > least_loss;
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace chestlens
