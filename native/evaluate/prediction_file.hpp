#pragma once

#include "data/manifest.hpp"
#include "learn/predictions.hpp"

#include <chestlens/error.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// A network's prediction of one film.
struct PredictedFilm {
  std::string file;
  std::string patient_id;
  int label = 0;              // index of its class
  std::vector<float> logits;  // [C]
  bool patient_known = true;  // false: the film counts as a patient of its own
  std::string source = {};    // "": not known, or of a table of an earlier version
};

struct PredictionTable {
  std::vector<std::string> classes;
  std::vector<PredictedFilm> films;
  std::string weights_sha256 = {};  // of the file of weights that made them; "": not known
  int epoch = 0;                    // of those weights, from 1; 0: not known
};

/// Row i of the predictions is of manifest.films[films[i]].
PredictionTable prediction_table(const Manifest& manifest, std::span<const std::size_t> films,
                                 const Predictions& predictions);

/// CSV with the columns file, patient_id, class, patients ("unknown" where each film counts as a
/// patient of its own), epoch, weights_sha256, source and "logit CLASS" for each class in the order
/// of the logits, which are read back bit for bit.
Status save_predictions(const std::filesystem::path& path, const PredictionTable& table);

/// A table of an earlier version lacks source, or patients, epoch and weights_sha256, too. Errors:
/// not_found, io, parse naming the line.
Result<PredictionTable> load_predictions(const std::filesystem::path& path);

}  // namespace chestlens
