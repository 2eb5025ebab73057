#include <chestlens/bootstrap.hpp>
#include <chestlens/calibration_error.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

namespace chestlens {
namespace {

double sum_of_sizes(std::span<const double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0,
                         [](double sum, double value) { return sum + std::abs(value); });
}

/// The plain values, sorted, that the draws' noise makes of the curve times `factor`.
std::vector<double> plain_values(std::span<const double> excess,
                                 const std::vector<std::vector<double>>& draws, double factor) {
  std::vector<double> values;
  values.reserve(draws.size());
  for (const auto& draw : draws) {
    double sum = 0.0;
    for (std::size_t bin = 0; bin < excess.size(); ++bin) {
      sum += std::abs(draw[bin] + (factor - 1.0) * excess[bin]);
    }
    values.push_back(sum);
  }
  std::ranges::sort(values);
  return values;
}

using Statistic = std::function<double(std::span<const double>)>;

/// The factor at which the statistic of the plain values is the observed one; 0 where it is not
/// less without any curve.
double factor_of(std::span<const double> excess, const std::vector<std::vector<double>>& draws,
                 double observed, const Statistic& statistic) {
  const auto is_less = [&](double factor) {
    return statistic(plain_values(excess, draws, factor)) < observed;
  };
  if (!is_less(0.0)) return 0.0;
  double low = 0.0;
  double high = 1.0;
  constexpr double highest = 64.0;
  while (high < highest && is_less(high)) high *= 2.0;
  constexpr int halvings = 30;
  for (int i = 0; i < halvings; ++i) {
    const double middle = 0.5 * (low + high);
    (is_less(middle) ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

Estimate unbiased_calibration_error(std::span<const double> excess,
                                    const std::vector<std::vector<double>>& draws, double level) {
  const double observed = sum_of_sizes(excess);
  if (observed == 0.0 || draws.empty()) return {observed, {observed, observed}};
  const auto error_by = [&](const Statistic& statistic, double seen) {
    return std::min(observed * factor_of(excess, draws, seen, statistic), 1.0);
  };
  const auto quantile = [](double share) {
    return [share](std::span<const double> values) { return sorted_quantile(values, share); };
  };
  const double value = error_by(
      [](std::span<const double> values) {
        return std::accumulate(values.begin(), values.end(), 0.0) /
               static_cast<double>(values.size());
      },
      observed);
  const double low = error_by(quantile((1.0 + level) / 2.0), observed);
  // An error that by luck is less than what noise alone makes as a rule does not prove less than
  // that would: the limit is power-constrained (Cowan 2011).
  const double by_noise = quantile(0.5)(plain_values(excess, draws, 0.0));
  const double high = error_by(quantile((1.0 - level) / 2.0), std::max(observed, by_noise));
  return {value, {std::min(low, value), std::max(high, value)}};
}

}  // namespace chestlens
