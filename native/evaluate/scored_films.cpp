#include "evaluate/scored_films.hpp"

#include "io/progress.hpp"

#include <chestlens/calibration.hpp>
#include <chestlens/probability.hpp>

#include <utility>
#include <vector>

namespace chestlens {

ScoredFilms scored_films(const PredictionTable& table, std::vector<float> probabilities) {
  ScoredFilms scored{.classes = static_cast<int>(table.classes.size()),
                     .probabilities = std::move(probabilities),
                     .truth = {},
                     .patients = {}};
  for (const PredictedFilm& film : table.films) {
    scored.truth.push_back(film.label);
    scored.patients.push_back(film.patient_id);
  }
  return scored;
}

Result<ScoredFilms> scored_films(const PredictionTable& table, double temperature) {
  std::vector<float> all;
  for (const PredictedFilm& film : table.films) {
    CHESTLENS_TRY(const auto probabilities,
                  with_context(softmax(film.logits, temperature), film.file));
    all.insert(all.end(), probabilities.begin(), probabilities.end());
  }
  return scored_films(table, std::move(all));
}

std::span<const float> row_of_film(const ScoredFilms& scored, std::size_t film) {
  const auto classes = static_cast<std::size_t>(scored.classes);
  return std::span(scored.probabilities).subspan(film * classes, classes);
}

Result<ConfusionMatrix> matrix_of(const ScoredFilms& scored) {
  std::vector<int> predicted;
  for (std::size_t i = 0; i < scored.truth.size(); ++i) {
    predicted.push_back(most_probable(row_of_film(scored, i)));
  }
  return confusion_matrix(scored.truth, predicted, scored.classes);
}

Result<Assessment> assess_with_progress(const ScoredFilms& scored, const Reporter& reporter) {
  BootstrapOptions bootstrap;
  Progress progress(reporter, "intervals", bootstrap.draws, "draws");
  bootstrap.after_draw = [&progress] { progress.advance(); };
  return assess(scored, bootstrap);
}

Result<Calibration> calibrate(const PredictionTable& table, const Reporter& reporter) {
  std::vector<float> logits;
  std::vector<int> truth;
  for (const PredictedFilm& film : table.films) {
    logits.insert(logits.end(), film.logits.begin(), film.logits.end());
    truth.push_back(film.label);
  }
  CHESTLENS_TRY(const auto fit,
                fit_temperature(logits, truth, static_cast<int>(table.classes.size())));
  CHESTLENS_TRY(const auto scored, scored_films(table, fit.temperature));
  CHESTLENS_TRY(const auto assessment, assess_with_progress(scored, reporter));
  return Calibration{fit.temperature, fit.is_determined, assessment.calibration_error};
}

}  // namespace chestlens
