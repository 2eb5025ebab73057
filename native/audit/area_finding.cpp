#include "audit/findings.hpp"

#include <utility>

namespace chestlens {

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
