#include <chestlens/roc_area.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

namespace chestlens {
namespace {

constexpr double z_95 = 1.959963984540054;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// How many patients and films there are on either side.
struct Sides {
  double positive_films = 0.0, negative_films = 0.0;
  double positive_patients = 0.0, negative_patients = 0.0, patients = 0.0;

  /// One patient says nothing of others.
  bool has_variance() const { return positive_patients >= 2.0 && negative_patients >= 2.0; }
};

/// An area and, by patient, the sums of its films' components about it: of positive films (the
/// share of negatives that each outranks) and of negative ones (of positives that outrank it).
struct Components {
  double area = 0.0;
  std::vector<double> positive, negative;
};

Sides sides_of(std::span<const int> positive, const PatientFilms& patients) {
  Sides sides{.patients = static_cast<double>(patients.size())};
  for (const auto& films : patients) {
    double positives = 0.0;
    for (const std::size_t film : films) positives += positive[film];
    const double negatives = static_cast<double>(films.size()) - positives;
    sides.positive_films += positives;
    sides.negative_films += negatives;
    sides.positive_patients += positives > 0.0 ? 1.0 : 0.0;
    sides.negative_patients += negatives > 0.0 ? 1.0 : 0.0;
  }
  return sides;
}

/// Each film's component, by its place among the films of the other side, ties counted half.
std::vector<double> film_components(std::span<const float> scores, std::span<const int> positive,
                                    const Sides& sides) {
  std::vector<std::size_t> order(scores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return scores[a] < scores[b]; });
  std::vector<double> components(scores.size());
  double negatives_below = 0.0;
  double positives_above = sides.positive_films;
  for (std::size_t start = 0, end = 0; start < order.size(); start = end) {
    double positives = 0.0;
    for (; end < order.size() && scores[order[end]] == scores[order[start]]; ++end) {
      positives += positive[order[end]];
    }
    const double negatives = static_cast<double>(end - start) - positives;
    positives_above -= positives;
    for (std::size_t i = start; i < end; ++i) {
      const std::size_t film = order[i];
      components[film] = positive[film] == 1
                             ? (negatives_below + 0.5 * negatives) / sides.negative_films
                             : (positives_above + 0.5 * positives) / sides.positive_films;
    }
    negatives_below += negatives;
  }
  return components;
}

Result<Components> components_of(std::span<const float> scores, std::span<const int> positive,
                                 const PatientFilms& patients, const Sides& sides) {
  Components sums;
  CHESTLENS_TRY(sums.area, roc_auc(scores, positive));
  const auto components = film_components(scores, positive, sides);
  for (const auto& films : patients) {
    double of_positive = 0.0;
    double of_negative = 0.0;
    for (const std::size_t film : films) {
      (positive[film] == 1 ? of_positive : of_negative) += components[film] - sums.area;
    }
    sums.positive.push_back(of_positive);
    sums.negative.push_back(of_negative);
  }
  return sums;
}

double inner(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// Obuchowski 1997, equations 4 and 6.
double covariance(const Components& a, const Components& b, const Sides& sides) {
  const auto corrected = [](double patients) { return patients / (patients - 1.0); };
  const double m = sides.positive_films;
  const double n = sides.negative_films;
  return corrected(sides.positive_patients) * inner(a.positive, b.positive) / (m * m) +
         corrected(sides.negative_patients) * inner(a.negative, b.negative) / (n * n) +
         corrected(sides.patients) *
             (inner(a.positive, b.negative) + inner(b.positive, a.negative)) / (m * n);
}

/// Newcombe 2006, method 5: the areas whose own standard error reaches to `area`.
Interval newcombe_interval(double area, const Sides& sides) {
  const double m = sides.positive_patients;
  const double n = sides.negative_patients;
  const double most = 0.5 * (m + n) - 1.0;
  const auto reaches = [&](double other) {
    const double variance =
        other * (1.0 - other) *
        (1.0 + most * (1.0 - other) / (2.0 - other) + most * other / (1.0 + other)) / (m * n);
    return std::abs(area - other) <= z_95 * std::sqrt(variance);
  };
  const auto end_towards = [&](double far) {
    double near = area;
    constexpr int halvings = 60;
    for (int i = 0; i < halvings; ++i) {
      const double middle = 0.5 * (near + far);
      (reaches(middle) ? near : far) = middle;
    }
    return near;
  };
  return {end_towards(0.0), end_towards(1.0)};
}

Interval interval_of(double area, double standard_error, const Sides& sides) {
  const double spread = area * (1.0 - area);
  if (spread <= 0.0 || standard_error <= 0.0) return newcombe_interval(area, sides);
  const double logit = std::log(area / (1.0 - area));
  const double reach = z_95 * standard_error / spread;
  const auto area_at = [](double at) { return 1.0 / (1.0 + std::exp(-at)); };
  return {area_at(logit - reach), area_at(logit + reach)};
}

Status check_patients(std::span<const float> scores, std::span<const int> positive,
                      const PatientFilms& patients) {
  CHESTLENS_CHECK(roc_auc(scores, positive));
  std::size_t films = 0;
  for (const auto& patient : patients) films += patient.size();
  if (films == scores.size()) return {};
  return fail(ErrorCode::invalid_argument,
              fmt::format("{} scores and {} films of patients", scores.size(), films));
}

}  // namespace

Result<RocArea> roc_area(std::span<const float> scores, std::span<const int> positive,
                         const PatientFilms& patients) {
  CHESTLENS_CHECK(check_patients(scores, positive, patients));
  const Sides sides = sides_of(positive, patients);
  CHESTLENS_TRY(const auto sums, components_of(scores, positive, patients, sides));
  if (!sides.has_variance()) return RocArea{sums.area, unknown, {0.0, 1.0}};
  const double error = std::sqrt(std::max(covariance(sums, sums, sides), 0.0));
  return RocArea{sums.area, error, interval_of(sums.area, error, sides)};
}

Result<RocAreaDifference> roc_area_difference(std::span<const float> first,
                                              std::span<const float> second,
                                              std::span<const int> positive,
                                              const PatientFilms& patients) {
  CHESTLENS_CHECK(check_patients(first, positive, patients));
  const Sides sides = sides_of(positive, patients);
  CHESTLENS_TRY(const auto a, components_of(first, positive, patients, sides));
  CHESTLENS_TRY(const auto b, components_of(second, positive, patients, sides));
  if (!sides.has_variance()) {
    return RocAreaDifference{.first = a.area,
                             .second = b.area,
                             .standard_error = unknown,
                             .interval = {-1.0, 1.0},
                             .p = unknown};
  }
  const double variance =
      covariance(a, a, sides) + covariance(b, b, sides) - 2.0 * covariance(a, b, sides);
  const double error = std::sqrt(std::max(variance, 0.0));
  const double difference = a.area - b.area;
  RocAreaDifference result{.first = a.area, .second = b.area, .standard_error = error};
  result.interval = {std::max(difference - z_95 * error, -1.0),
                     std::min(difference + z_95 * error, 1.0)};
  constexpr double rounding = 1e-12;  // of equal scores' variances less their covariance
  if (error > rounding) {
    result.p = std::erfc(std::abs(difference) / error / std::sqrt(2.0));
  } else {
    result.p = difference == 0.0 ? 1.0 : unknown;
  }
  return result;
}

}  // namespace chestlens
