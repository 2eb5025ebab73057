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

/// A row's figures of each film.
using FigureValues = std::array<std::vector<double>, map_figure_count>;

FigureValues values_of(const std::vector<ScoredFilm>& films, std::size_t row) {
  FigureValues values;
  for (std::size_t figure = 0; figure < map_figure_count; ++figure) {
    for (const ScoredFilm& film : films) values[figure].push_back(film.scores[row].figures[figure]);
  }
  values[static_cast<std::size_t>(MapFigure::overlap)] = cross_fitted_overlaps(films, row);
  return values;
}

/// How often each method is the choice when the patients are drawn again.
void count_best(const std::vector<FigureValues>& values, const PatientFilms& patients,
                const BenchmarkOptions& options, std::vector<BenchmarkRow>& rows) {
  std::mt19937_64 random(options.seed);
  std::vector<ModelBenchmark> sample(1);
  sample.front().rows = rows;
  for (int draw = 0; draw < options.draws; ++draw) {
    const auto drawn = draw_patients(patients, random);
    for (std::size_t row = 0; row < rows.size(); ++row) {
      for (std::size_t figure = 0; figure < map_figure_count; ++figure) {
        sample.front().rows[row].figures[figure].value = mean_over(values[row][figure], drawn);
      }
    }
    const BenchmarkChoice choice = choose_method(sample);
    if (choice.mean_ranks.empty()) return;
    for (BenchmarkRow& row : rows) {
      if (row.is_reference || row.name != map_method_info(choice.method).name) continue;
      row.share_best += 1.0 / options.draws;
    }
  }
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
  std::vector<FigureValues> values;
  for (std::size_t row = 0; row < rows.size(); ++row) {
    values.push_back(values_of(films, row));
    const auto pairs = pair_overlaps(films, row);
    const auto figures_of = [&](const std::vector<std::size_t>& drawn) {
      std::vector<double> figures;
      for (const auto& of_films : values[row]) figures.push_back(mean_over(of_films, drawn));
      figures[static_cast<std::size_t>(MapFigure::consistency)] = mean_of_pairs(pairs, drawn);
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
  count_best(values, patients, options, rows);
}

}  // namespace chestlens
