#pragma once

#include "bundle/runtime.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/prediction.hpp>

#include <filesystem>
#include <string>
#include <vector>

namespace chestlens {

struct PredictorMember {
  Card card;
  OnnxSession session;
  double weight = 1.0;
};

/// Bundles ready to predict on the workstation, by the same shared code as the page's. A single
/// bundle is an ensemble of one. All members have the first one's classes and fit.
struct Predictor {
  std::string name;
  std::vector<PredictorMember> members;
  double temperature = 1.0;  // of the members' weighted mean
};

/// The bundle of a folder. Errors: those of read_bundle and open_session.
Result<Predictor> open_bundle(const std::filesystem::path& bundle, int threads);

/// The model or ensemble `name` (where it is empty, the default) of `models`/catalog.json.
/// Errors: those of read_catalog, find_entry, open_bundle and check_members.
Result<Predictor> open_catalog_entry(const std::filesystem::path& models, const std::string& name,
                                     int threads);

struct FilmPrediction {
  GreyImage film;
  Prediction combined;                      // of all members together
  std::vector<WeightedPrediction> members;  // [M], each member's own
};

/// Errors: those of read_film, preprocess, the sessions and predict_from, with the film's path.
Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path);

/// The film with a class's heat-map over it, as the page first shows it: grey levels by the first
/// member's window. Errors: those of render_overlay.
Result<RgbaImage> draw_overlay(const Predictor& predictor, const FilmPrediction& prediction,
                               int class_index, float opacity);

}  // namespace chestlens
