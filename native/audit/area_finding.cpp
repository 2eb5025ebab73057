#include "audit/findings.hpp"
#include "io/text.hpp"

#include <fmt/format.h>

#include <utility>

namespace chestlens {

std::string in_percent(double value, double low, double high) {
  return fmt::format("{} ({} to {})", percent(value), percent(low), percent(high));
}

AuditFinding area_finding(const AuditFilms& films, std::string test, std::string about,
                          const ClassArea& area, std::string sentence) {
  return {.test = std::move(test),
          .about = std::move(about),
          .value = area.area.value,
          .low = area.area.interval.low,
          .high = area.area.interval.high,
          .chance = area.chance,
          .chance_high = area.chance_high,
          .sentence = std::move(sentence),
          .measured_on = films.measured_on};
}

}  // namespace chestlens
