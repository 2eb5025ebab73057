#pragma once

#include <chestlens/bootstrap.hpp>
#include <chestlens/metrics.hpp>

#include <functional>
#include <vector>

namespace chestlens {

/// Mean of a value for each film, with the bootstrap's 95 % interval by patient (1,000 draws).
/// Films whose value is not a number are left out; without any the value is not one.
Estimate mean_estimate(const std::vector<double>& values, const PatientFilms& patients);

/// The share of films that are true, of those that `counts` says; interval by patient_interval().
Estimate share_estimate(const std::vector<bool>& is_true, const PatientFilms& patients,
                        const std::function<bool(std::size_t film)>& counts = {});

}  // namespace chestlens
