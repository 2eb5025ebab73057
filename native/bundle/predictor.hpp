#pragma once

#include "bundle/runtime.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

struct PredictorMember {
  Card card;
  OnnxSession session;
  double weight = 1.0;
};

/// Bundles ready to predict: what the page does, with the same shared code, on the workstation.
/// A single bundle is the ensemble of one. All members have the first one's classes and fit.
struct Predictor {
  std::string name;
  std::vector<PredictorMember> members;
  double temperature = 1.0;  // of the members' weighted mean
};

/// The bundle of a folder. Errors: those of read_bundle and OnnxSession::open.
Result<Predictor> open_bundle(const std::filesystem::path& bundle, int threads);

/// The model or ensemble `name` (where it is empty, the default) of `models`/catalog.json.
/// Errors: those of read_catalog, find_entry, open_bundle and check_members.
Result<Predictor> open_catalog_entry(const std::filesystem::path& models, const std::string& name,
                                     int threads);

struct FilmPrediction {
  GreyImage film;
  std::vector<float> probabilities;         // [C], after each card's temperature
  int predicted = 0;                        // the most probable class
  std::vector<FloatImage> heatmaps;         // [C] of [h,w]: Grad-CAM scaled to a maximum of 1
  std::vector<std::vector<float>> members;  // [M][C]: each member's own probabilities
};

/// Errors: those of read_film, preprocess and the sessions, with the film's path.
Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path);

}  // namespace chestlens
