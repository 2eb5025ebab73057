#pragma once

#include <chestlens/bootstrap.hpp>
#include <chestlens/error.hpp>

#include <cstdint>
#include <span>

namespace chestlens {

/// Films that one of two classifiers alone got right, and how likely a split at least as uneven
/// were if both were as good.
struct McNemar {
  std::int64_t only_first = 0;
  std::int64_t only_second = 0;
  double p = 1.0;  // two-sided
};

/// McNemar's test by patient: which classifier is which is drawn for each patient, and the mid-p
/// of all 2^patients draws taken. With a film each that is McNemar's mid-p, which Fagerland (2013)
/// advises; beyond 4,000 such films Yang's normal form (2010). `first` and `second` hold 1 where a
/// film is right. Errors: invalid_argument for lengths that differ.
Result<McNemar> mcnemar(std::span<const int> first, std::span<const int> second,
                        const PatientFilms& patients);

}  // namespace chestlens
