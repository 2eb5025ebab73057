#pragma once

#include "bundle/predictor.hpp"
#include "cli/predict_films.hpp"
#include "cli/predict_pictures.hpp"
#include "cli/predict_results.hpp"

#include <chestlens/error.hpp>

#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// What a film became.
struct FilmResult {
  FilmToPredict film;
  bool passed_over = false;             // a folder's file that is no film
  std::string text = {};                // its part of the results
  std::optional<Error> error;           // why it has no prediction, or no pictures
  std::vector<std::string> notes = {};  // DecodedFilm::notes
  bool tells_distance = false;          // "unlike, 3.2 x": its row wants an explanation
};

/// What batches of films are predicted with; they may be in several threads.
struct BatchWork {
  const Predictor& predictor;
  const ResultStyle& style;
  const PredictionPictures& pictures;
  std::optional<int> frame = {};        // of DICOM files that have several, counted from 1
  std::mutex* one_at_a_time = nullptr;  // held while the networks run; null: several may
};

/// Reads, decodes and predicts films in one batch, and writes their pictures; a film that cannot
/// be read is not in the batch. Errors: those of the networks, which would meet all films.
Result<std::vector<FilmResult>> predict_films(const BatchWork& work,
                                              std::vector<FilmToPredict> films);

}  // namespace chestlens
