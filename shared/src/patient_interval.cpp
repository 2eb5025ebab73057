#include <chestlens/patient_interval.hpp>

#include <algorithm>
#include <cmath>

namespace chestlens {
namespace {

/// Counts over all patients.
struct Totals {
  std::int64_t successes = 0, trials = 0, most = 0;
  double patients = 0.0;  // with a trial
  double squares = 0.0;   // of their trials
};

Totals totals_of(std::span<const PatientCount> patients) {
  Totals totals;
  for (const auto& [successes, trials] : patients) {
    if (trials == 0) continue;
    totals.successes += successes;
    totals.trials += trials;
    totals.most = std::max(totals.most, trials);
    totals.patients += 1.0;
    totals.squares += static_cast<double>(trials * trials);
  }
  return totals;
}

/// The 97.5 % quantile of Student's t (Abramowitz & Stegun 26.7.5), to 0.5 % from 3 degrees of
/// freedom on; fewer count as 3.
double student_quantile(double degrees) {
  constexpr double z = 1.959963984540054;
  const double n = std::max(degrees, 3.0);
  const double z2 = z * z;
  return z * (1.0 + (z2 + 1.0) / (4.0 * n) + ((5.0 * z2 + 16.0) * z2 + 3.0) / (96.0 * n * n) +
              (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / (384.0 * n * n * n));
}

/// Wilson's interval of a share `p` of `n` trials, which need not be a whole number.
Interval wilson(double p, double n, double z) {
  const double denominator = 1.0 + z * z / n;
  const double center = (p + z * z / (2.0 * n)) / denominator;
  const double half_width = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n)) / denominator;
  return {std::clamp(center - half_width, 0.0, p), std::clamp(center + half_width, p, 1.0)};
}

}  // namespace

Interval patient_interval(std::span<const PatientCount> patients) {
  const Totals totals = totals_of(patients);
  if (totals.most <= 1 || totals.patients < 2.0) {
    // One patient says nothing of others, however many films there are.
    const bool is_one = totals.patients == 1.0 && totals.most > 1;
    return is_one ? Interval{} : wilson_interval(totals.successes, totals.trials);
  }
  const auto n = static_cast<double>(totals.trials);
  const double p = static_cast<double>(totals.successes) / n;
  double squares = 0.0;
  for (const auto& [successes, trials] : patients) {
    const double residual = static_cast<double>(successes) - p * static_cast<double>(trials);
    squares += residual * residual;
  }
  const double of_patients = squares * totals.patients / (totals.patients - 1.0) / (n * n);
  const double of_films = p * (1.0 - p) / (n - 1.0);
  const double alike = totals.squares / n;  // the design effect where a patient's films agree
  const double design_effect = of_patients > 0.0 ? of_patients / of_films : alike;
  const double kish = n * n / totals.squares;  // patients, if all had as many films
  return wilson(p, n / design_effect, student_quantile(kish - 1.0));
}

}  // namespace chestlens
