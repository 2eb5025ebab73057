#pragma once

#include "data/manifest.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace chestlens {

/// Films by what is dealt out evenly: the classes; in a multi-label manifest also, last, the films
/// that have none of them.
using FilmCounts = std::vector<std::int64_t>;

std::size_t strata(const Manifest& manifest);

struct PatientGroup {
  std::vector<std::size_t> films;  // positions in Manifest::films
  FilmCounts counts;
  bool in_validation = false;
};

/// The films that are not test rows, by patient, shuffled by the seed. Depends on the films and the
/// seed, not on the order of rows.
std::vector<PatientGroup> shuffled_patients(const Manifest& manifest, std::uint64_t seed);

/// Strata, that of the fewest films first.
std::vector<std::size_t> rarest_first(const std::vector<PatientGroup>& patients,
                                      std::size_t strata);

/// The rarest stratum of which the patient has films.
std::size_t rarest_stratum(const PatientGroup& patient, const std::vector<std::size_t>& rarest);

}  // namespace chestlens
