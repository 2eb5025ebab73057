#include "audit/findings.hpp"
#include "data/film.hpp"
#include "data/ordered_pipeline.hpp"
#include "io/progress.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

namespace chestlens {
namespace {

/// All traits of one film.
using FilmTraits = std::array<std::vector<float>, traits.size()>;

Result<FilmTraits> traits_of_film(const std::filesystem::path& path, const InputSpec& input) {
  CHESTLENS_TRY(const auto film, read_film(path));
  FilmTraits numbers;
  for (std::size_t t = 0; t < traits.size(); ++t) {
    CHESTLENS_TRY(numbers[t], with_context(trait_of(traits[t], film, path, input), path.string()));
  }
  return numbers;
}

}  // namespace

bool TraitResult::is_offered(int class_index) const {
  const ClassArea& one = areas[static_cast<std::size_t>(class_index)];
  return trait_info(trait).is_free_of_disease && one.is_known && one.area.value > one.chance_high &&
         one.area.interval.low > offered_area;
}

Result<std::vector<TraitResult>> probe_traits(const AuditFilms& films,
                                              const AuditedNetwork& network,
                                              const Reporter& reporter) {
  std::array<Rows, traits.size()> rows;
  Progress progress(reporter, "traits", static_cast<std::int64_t>(films.count()), "films");
  const auto is_stopped = [&] { return network.stopped && network.stopped(); };
  std::size_t taken = 0;
  const auto take = [&](const std::stop_token&) -> std::optional<std::size_t> {
    if (taken == films.count() || is_stopped()) return std::nullopt;
    return taken++;
  };
  const auto put = [&](Result<FilmTraits> numbers) -> Status {
    CHESTLENS_CHECK(numbers);
    for (std::size_t t = 0; t < traits.size(); ++t) {
      rows[t].width = (*numbers)[t].size();
      std::ranges::copy((*numbers)[t], std::back_inserter(rows[t].values));
    }
    progress.advance();
    return {};
  };
  CHESTLENS_CHECK(ordered_pipeline(
      network.threads, take,
      [&](std::size_t i) { return traits_of_film(films.paths[i], network.card.input); }, put));
  if (is_stopped()) return fail(ErrorCode::interrupted, "stopped; nothing was written");
  progress.finish();
  const auto folds = patient_folds(films.patients);
  const auto classes = static_cast<int>(films.classes.size());
  std::vector<TraitResult> results;
  for (std::size_t t = 0; t < traits.size(); ++t) {
    const auto scores = probe_scores(rows[t], folds, classes, network.threads);
    results.push_back({traits[t], class_areas(scores, films.class_of, classes, films.patients)});
  }
  return results;
}

std::vector<AuditFinding> trait_findings(const AuditFilms& films,
                                         const std::vector<TraitResult>& results) {
  std::vector<AuditFinding> findings;
  for (const TraitResult& result : results) {
    const TraitInfo& info = trait_info(result.trait);
    for (std::size_t c = 0; c < films.classes.size(); ++c) {
      const ClassArea& area = result.areas[c];
      if (!area.is_known) continue;
      const std::string sentence = fmt::format(
          "By {} ({}) alone, without any network, {} is told from the other classes with a ROC "
          "area of {} %; by chance {} at most.",
          info.name, info.meaning, films.classes[c],
          in_percent(area.area.value, area.area.interval.low, area.area.interval.high),
          percent(area.chance_high));
      findings.push_back(area_finding(films, fmt::format("films offer {}", info.name),
                                      films.classes[c], area, sentence));
    }
  }
  return findings;
}

}  // namespace chestlens
