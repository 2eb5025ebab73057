#include "explain/film_scores.hpp"

#include "explain/map_metrics.hpp"

#include <cmath>
#include <limits>
#include <numeric>

namespace chestlens {
namespace {

/// Soft overlaps of all pairs, [N,N]; -1 for pairs of two classes or of one film.
std::vector<std::vector<double>> pair_overlaps(const std::vector<ScoredFilm>& films,
                                               std::size_t row) {
  std::vector overlaps(films.size(), std::vector<double>(films.size(), -1.0));
  for (std::size_t i = 0; i < films.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (films[i].class_index != films[j].class_index) continue;
      overlaps[i][j] = overlaps[j][i] =
          soft_overlap(films[i].scores[row].map, films[j].scores[row].map);
    }
  }
  return overlaps;
}

double mean_of_pairs(const std::vector<std::vector<double>>& overlaps,
                     const std::vector<std::size_t>& films) {
  double sum = 0.0, pairs = 0.0;
  for (const std::size_t i : films) {
    for (const std::size_t j : films) {
      if (overlaps[i][j] < 0.0) continue;
      sum += overlaps[i][j];
      pairs += 1.0;
    }
  }
  return pairs > 0.0 ? sum / pairs : std::numeric_limits<double>::quiet_NaN();
}

double mean_over(const std::vector<double>& values, const std::vector<std::size_t>& films) {
  double sum = 0.0;
  for (const std::size_t film : films) sum += values[film];
  return sum / static_cast<double>(films.size());
}

/// Each film's patient by number, in the order in which they appear.
std::vector<std::size_t> patient_numbers(const std::vector<ScoredFilm>& films) {
  std::vector<std::string> names;
  for (const ScoredFilm& film : films) names.push_back(film.patient);
  std::vector<std::size_t> numbers(films.size());
  const PatientFilms patients = films_by_patient(names);
  for (std::size_t patient = 0; patient < patients.size(); ++patient) {
    for (const std::size_t film : patients[patient]) numbers[film] = patient;
  }
  return numbers;
}

}  // namespace

std::vector<double> cross_fitted_overlaps(const std::vector<ScoredFilm>& films, std::size_t row) {
  const auto patients = patient_numbers(films);
  const std::size_t thresholds = overlap_thresholds().size();
  std::vector<double> result(films.size());
  for (const std::size_t half : {0U, 1U}) {
    std::size_t best = 0;
    double best_sum = -1.0;
    for (std::size_t t = 0; t < thresholds; ++t) {
      double sum = 0.0;
      for (std::size_t i = 0; i < films.size(); ++i) {
        if (patients[i] % 2 != half) sum += films[i].scores[row].overlaps[t];
      }
      if (sum > best_sum) {
        best = t;
        best_sum = sum;
      }
    }
    for (std::size_t i = 0; i < films.size(); ++i) {
      if (patients[i] % 2 == half) result[i] = films[i].scores[row].overlaps[best];
    }
  }
  return result;
}

void summarize(const std::vector<ScoredFilm>& films, const BenchmarkOptions& options,
               std::vector<BenchmarkRow>& rows) {
  std::vector<std::string> names;
  for (const ScoredFilm& film : films) names.push_back(film.patient);
  const PatientFilms patients = films_by_patient(names);
  std::vector<std::size_t> all(films.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  for (std::size_t row = 0; row < rows.size(); ++row) {
    std::array<std::vector<double>, map_figure_count> values;
    for (std::size_t figure = 0; figure < map_figure_count; ++figure) {
      for (const ScoredFilm& film : films) {
        values[figure].push_back(film.scores[row].figures[figure]);
      }
    }
    values[static_cast<std::size_t>(MapFigure::overlap)] = cross_fitted_overlaps(films, row);
    const auto pairs = pair_overlaps(films, row);
    const auto figures_of = [&](const std::vector<std::size_t>& drawn) {
      std::vector<double> figures;
      for (std::size_t figure = 0; figure < map_figure_count; ++figure) {
        const bool is_of_pairs = figure == static_cast<std::size_t>(MapFigure::consistency);
        figures.push_back(is_of_pairs ? mean_of_pairs(pairs, drawn)
                                      : mean_over(values[figure], drawn));
      }
      return figures;
    };
    const auto estimates = figures_of(all);
    const auto intervals = bootstrap_intervals(
        [&](std::mt19937_64& random) { return figures_of(draw_patients(patients, random)); },
        {.draws = options.draws, .seed = options.seed});
    for (std::size_t figure = 0; figure < map_figure_count; ++figure) {
      rows[row].figures[figure] = {estimates[figure], intervals[figure]};
    }
  }
}

}  // namespace chestlens
