#include "audit/estimates.hpp"

#include <chestlens/patient_interval.hpp>

#include <cmath>
#include <limits>

namespace chestlens {

Estimate mean_estimate(const std::vector<double>& values, const PatientFilms& patients) {
  struct Sum {
    double sum = 0.0, count = 0.0;
  };
  std::vector<Sum> sums;
  Sum all;
  for (const auto& films : patients) {
    Sum of_patient;
    for (const std::size_t film : films) {
      if (!std::isfinite(values[film])) continue;
      of_patient.sum += values[film];
      of_patient.count += 1.0;
    }
    if (of_patient.count == 0.0) continue;
    sums.push_back(of_patient);
    all.sum += of_patient.sum;
    all.count += of_patient.count;
  }
  constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
  if (sums.empty()) return {nothing, {nothing, nothing}};
  const auto replicate = [&](std::mt19937_64& random) -> std::vector<double> {
    Sum drawn;
    for (std::size_t i = 0; i < sums.size(); ++i) {
      const Sum& one = sums[draw_index(sums.size(), random)];
      drawn.sum += one.sum;
      drawn.count += one.count;
    }
    return {drawn.sum / drawn.count};
  };
  return {all.sum / all.count, bootstrap_intervals(replicate, {.draws = 1'000}).front()};
}

Estimate share_estimate(const std::vector<bool>& is_true, const PatientFilms& patients,
                        const std::function<bool(std::size_t film)>& counts) {
  std::vector<PatientCount> by_patient;
  PatientCount all;
  for (const auto& films : patients) {
    PatientCount of_patient;
    for (const std::size_t film : films) {
      if (counts && !counts(film)) continue;
      ++of_patient.trials;
      of_patient.successes += is_true[film] ? 1 : 0;
    }
    if (of_patient.trials == 0) continue;
    by_patient.push_back(of_patient);
    all.trials += of_patient.trials;
    all.successes += of_patient.successes;
  }
  if (all.trials == 0) {
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    return {nothing, {nothing, nothing}};
  }
  return {static_cast<double>(all.successes) / static_cast<double>(all.trials),
          patient_interval(by_patient)};
}

}  // namespace chestlens
