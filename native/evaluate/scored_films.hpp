#pragma once

#include "evaluate/prediction_file.hpp"
#include "io/reporter.hpp"

#include <chestlens/assessment.hpp>
#include <chestlens/error.hpp>
#include <chestlens/metrics.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace chestlens {

/// The table's films with these probabilities [N,C], row by row.
ScoredFilms scored_films(const PredictionTable& table, std::vector<float> probabilities);

/// The table's films with the probabilities softmax(logits / temperature). Errors: those of
/// softmax.
Result<ScoredFilms> scored_films(const PredictionTable& table, double temperature = 1.0);

/// A film's probabilities, [C].
std::span<const float> row_of_film(const ScoredFilms& scored, std::size_t film);

/// Films by true and most probable class. Errors: those of confusion_matrix.
Result<ConfusionMatrix> matrix_of(const ScoredFilms& scored);

/// assess() that reports each of its draws.
Result<Assessment> assess_with_progress(const ScoredFilms& scored, const Reporter& reporter = {});

/// A temperature that was fitted on films which the network was not trained on.
struct Calibration {
  double temperature = 1.0;
  bool is_determined = true;  // false: the films are all right, say, and a prior holds it
  Estimate error;             // expected calibration error at `temperature`
};

/// Fits the temperature to a table, as a rule the validation films'. Errors: those of
/// fit_temperature and assess.
Result<Calibration> calibrate(const PredictionTable& table, const Reporter& reporter = {});

}  // namespace chestlens
