#pragma once

#include <chestlens/metrics.hpp>

#include <cstdint>
#include <span>

namespace chestlens {

/// A patient's films of which a share is taken, and how many of them count.
struct PatientCount {
  std::int64_t successes = 0;
  std::int64_t trials = 0;
};

/// The 95 % interval of a share of films that are alike within a patient: Wilson's of as many films
/// as the design effect leaves (Rao & Scott 1992), with Student's t (Korn & Graubard 1998) of
/// Kish's number of patients. Where the share is 0 or 1, films of a patient count as one. With one
/// film per patient it is wilson_interval().
Interval patient_interval(std::span<const PatientCount> patients);

}  // namespace chestlens
