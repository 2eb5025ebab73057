#include <chestlens/bootstrap.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace chestlens {

double sorted_quantile(std::span<const double> sorted, double share) {
  const double position = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(std::floor(position));
  const auto above = std::min(below + 1, sorted.size() - 1);
  return std::lerp(sorted[below], sorted[above], position - std::floor(position));
}

PatientFilms films_by_patient(std::span<const std::string> patient_of_film) {
  std::map<std::string_view, std::size_t> numbers;
  PatientFilms films;
  for (std::size_t film = 0; film < patient_of_film.size(); ++film) {
    const auto [entry, is_new] = numbers.try_emplace(patient_of_film[film], films.size());
    if (is_new) films.emplace_back();
    films[entry->second].push_back(film);
  }
  return films;
}

std::size_t draw_index(std::size_t count, std::mt19937_64& random) {
  const std::uint64_t limit = ~std::uint64_t{0} - ~std::uint64_t{0} % count;
  std::uint64_t draw = random();
  while (draw >= limit) draw = random();
  return static_cast<std::size_t>(draw % count);
}

std::vector<std::size_t> draw_patients(const PatientFilms& patients, std::mt19937_64& random) {
  std::vector<std::size_t> drawn;
  for (std::size_t i = 0; i < patients.size(); ++i) {
    const auto& films = patients[draw_index(patients.size(), random)];
    drawn.insert(drawn.end(), films.begin(), films.end());
  }
  return drawn;
}

std::vector<int> draw_counts(const PatientFilms& patients, std::size_t films,
                             std::mt19937_64& random) {
  std::vector<int> counts(films, 0);
  for (std::size_t i = 0; i < patients.size(); ++i) {
    for (const std::size_t film : patients[draw_index(patients.size(), random)]) ++counts[film];
  }
  return counts;
}

std::vector<std::vector<double>> bootstrap_draws(
    const std::function<std::vector<double>(std::mt19937_64&)>& replicate,
    const BootstrapOptions& options) {
  std::mt19937_64 random(options.seed);
  std::vector<std::vector<double>> values;
  for (int draw = 0; draw < options.draws; ++draw) {
    const auto statistics = replicate(random);
    values.resize(statistics.size());
    for (std::size_t i = 0; i < statistics.size(); ++i) values[i].push_back(statistics[i]);
    if (options.after_draw) options.after_draw();
  }
  return values;
}

std::vector<Interval> bootstrap_intervals(
    const std::function<std::vector<double>(std::mt19937_64&)>& replicate,
    const BootstrapOptions& options) {
  auto values = bootstrap_draws(replicate, options);
  std::vector<Interval> intervals;
  intervals.reserve(values.size());
  for (auto& statistic : values) {
    intervals.push_back(percentile_interval(std::move(statistic), options.level));
  }
  return intervals;
}

Interval percentile_interval(std::vector<double> values, double level) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  if (values.empty()) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    return {unknown, unknown};
  }
  std::ranges::sort(values);
  return {sorted_quantile(values, (1.0 - level) / 2.0),
          sorted_quantile(values, (1.0 + level) / 2.0)};
}

}  // namespace chestlens
