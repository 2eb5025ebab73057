#include "evaluate/scored_films.hpp"

#include "io/progress.hpp"

#include <chestlens/calibration.hpp>
#include <chestlens/probability.hpp>

#include <vector>

namespace chestlens {

Result<JudgedFilms> judged_films(const PredictionTable& table, double temperature) {
  JudgedFilms judged{.classes = static_cast<int>(table.classes.size()),
                     .probabilities = {},
                     .truth = {},
                     .patients = {}};
  for (const PredictedFilm& film : table.films) {
    const auto probabilities = softmax(film.logits, temperature);
    if (!probabilities) {
      return fail(probabilities.error().code, probabilities.error().message, film.file);
    }
    judged.probabilities.insert(judged.probabilities.end(), probabilities->begin(),
                                probabilities->end());
    judged.truth.push_back(film.label);
    judged.patients.push_back(film.patient_id);
  }
  return judged;
}

Result<Assessment> assess_with_progress(const JudgedFilms& judged) {
  BootstrapOptions bootstrap;
  Progress progress("intervals", bootstrap.draws, "draws");
  bootstrap.after_draw = [&progress] { progress.advance(); };
  return assess(judged, bootstrap);
}

Result<Calibration> calibrate(const PredictionTable& table) {
  std::vector<float> logits;
  std::vector<int> truth;
  for (const PredictedFilm& film : table.films) {
    logits.insert(logits.end(), film.logits.begin(), film.logits.end());
    truth.push_back(film.label);
  }
  const auto temperature = fit_temperature(logits, truth, static_cast<int>(table.classes.size()));
  if (!temperature) return tl::unexpected(temperature.error());
  const auto judged = judged_films(table, *temperature);
  if (!judged) return tl::unexpected(judged.error());
  const auto assessment = assess_with_progress(*judged);
  if (!assessment) return tl::unexpected(assessment.error());
  return Calibration{*temperature, assessment->calibration_error};
}

}  // namespace chestlens
