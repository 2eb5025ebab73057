#include <chestlens/mcnemar.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <vector>

namespace chestlens {
namespace {

constexpr std::int64_t most_exact = 4'000;

/// The mid-p of the sum of `differences` among all choices of their signs.
double exact_p(const std::vector<std::int64_t>& differences, std::int64_t total,
               std::int64_t observed) {
  const auto middle = static_cast<std::size_t>(total);
  std::vector<double> shares(2 * middle + 1, 0.0);  // of the sums -total..total
  std::vector<double> next(shares.size());
  shares[middle] = 1.0;
  std::size_t reach = 0;
  for (const std::int64_t difference : differences) {
    const auto step = static_cast<std::size_t>(std::abs(difference));
    const std::size_t low = middle - reach - step;
    const std::size_t high = middle + reach + step;
    std::fill(next.begin() + static_cast<std::ptrdiff_t>(low),
              next.begin() + static_cast<std::ptrdiff_t>(high) + 1, 0.0);
    for (std::size_t sum = middle - reach; sum <= middle + reach; ++sum) {
      next[sum - step] += 0.5 * shares[sum];
      next[sum + step] += 0.5 * shares[sum];
    }
    reach += step;
    shares.swap(next);
  }
  const auto place = static_cast<std::size_t>(std::abs(observed));
  double beyond = 0.0;  // on one side; the other is its mirror image
  for (std::size_t sum = middle + place + 1; sum < shares.size(); ++sum) beyond += shares[sum];
  const double there = shares[middle + place] * (place == 0 ? 0.5 : 1.0);
  return std::min(2.0 * beyond + there, 1.0);
}

}  // namespace

Result<McNemar> mcnemar(std::span<const int> first, std::span<const int> second,
                        const PatientFilms& patients) {
  std::size_t films = 0;
  for (const auto& patient : patients) films += patient.size();
  if (first.size() != second.size() || films != first.size()) {
    return fail(ErrorCode::invalid_argument, fmt::format("{} and {} films, and {} of patients",
                                                         first.size(), second.size(), films));
  }
  McNemar result;
  std::vector<std::int64_t> differences;
  std::int64_t total = 0;
  double squares = 0.0;
  for (const auto& patient : patients) {
    std::int64_t difference = 0;
    for (const std::size_t film : patient) {
      if (first[film] > second[film]) ++result.only_first;
      if (first[film] < second[film]) ++result.only_second;
      difference += first[film] - second[film];
    }
    if (difference == 0) continue;
    differences.push_back(difference);
    total += std::abs(difference);
    squares += static_cast<double>(difference * difference);
  }
  if (differences.empty()) return result;
  const std::int64_t observed = result.only_first - result.only_second;
  result.p = total <= most_exact
                 ? exact_p(differences, total, observed)
                 : std::erfc(static_cast<double>(std::abs(observed)) / std::sqrt(2.0 * squares));
  return result;
}

}  // namespace chestlens
