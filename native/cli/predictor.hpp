#pragma once

#include "onnx/runtime.hpp"

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <filesystem>
#include <vector>

namespace chestlens {

/// A bundle ready to predict: what the page does, with the same shared code, on the workstation.
struct Predictor {
  Card card;
  OnnxSession session;
};

/// Errors: those of read_bundle and OnnxSession::open.
Result<Predictor> open_predictor(const std::filesystem::path& bundle, int threads);

struct FilmPrediction {
  GreyImage film;
  std::vector<float> probabilities;  // [C], after the card's temperature
  int predicted = 0;                 // the most probable class
  std::vector<FloatImage> heatmaps;  // [C] of [h,w]: Grad-CAM scaled to a maximum of 1
};

/// Errors: those of read_film, preprocess and the session, with the film's path.
Result<FilmPrediction> predict_film(const Predictor& predictor, const std::filesystem::path& path);

}  // namespace chestlens
