#include "phantom/plan.hpp"

#include "phantom/random.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace chestlens::phantom {
namespace {

constexpr std::uint64_t plan_stream = 1'000;  // apart from the streams that draw films

std::string six_digits(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 6 ? 6 - digits.size() : 0, '0') + digits;
}

}  // namespace

std::string PlannedFilm::file() const {
  return std::string(to_string(film_class)) + "/phantom_" + six_digits(number.film) + ".png";
}

std::string PlannedFilm::patient_id() const {
  return "phantom:" + std::to_string(seed) + "-" + six_digits(number.patient);
}

std::array<int, 4> films_of_each_class(const PhantomOptions& options) {
  const double sum = std::accumulate(options.class_mix.begin(), options.class_mix.end(), 0.0);
  std::array<int, 4> films{};
  std::array<double, 4> remainder{};
  for (std::size_t i = 0; i < films.size(); ++i) {
    const double share = options.films * (options.class_mix[i] / sum);
    films[i] = static_cast<int>(std::floor(share));
    remainder[i] = share - films[i];
  }
  while (std::accumulate(films.begin(), films.end(), 0) < options.films) {
    const auto largest = std::max_element(remainder.begin(), remainder.end());
    ++films[static_cast<std::size_t>(largest - remainder.begin())];
    *largest = -1.0;
  }
  return films;
}

std::vector<PlannedFilm> plan_films(const PhantomOptions& options) {
  const std::array<int, 4> wanted = films_of_each_class(options);
  std::array<int, 4> planned{}, tested{};
  const auto progress = [&](std::size_t i) {
    return wanted[i] == 0 ? 1.0 : static_cast<double>(planned[i]) / wanted[i];
  };
  std::vector<PlannedFilm> plan;
  for (std::uint64_t patient = 0; plan.size() < static_cast<std::size_t>(options.films);
       ++patient) {
    std::size_t behind = 0;
    for (std::size_t i = 1; i < wanted.size(); ++i)
      if (progress(i) < progress(behind)) behind = i;
    Random random(options.seed, plan_stream, patient);
    const int films = std::min(random.integer(1, 3), wanted[behind] - planned[behind]);
    planned[behind] += films;
    const bool test = tested[behind] + 0.5 * films <= options.test_fraction * planned[behind] &&
                      options.test_fraction > 0.0;
    if (test) tested[behind] += films;
    for (int film = 0; film < films; ++film)
      plan.push_back({phantom_classes[behind], {patient, plan.size()}, test, options.seed});
  }
  return plan;
}

}  // namespace chestlens::phantom
