#pragma once

#include "bundle/predictor.hpp"
#include "cli/model_choice.hpp"
#include "cli/predict_pictures.hpp"
#include "cli/predict_results.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>

#include <cstdint>
#include <string>

namespace chestlens {

/// What predicts, and on what.
struct PredictorChoice {
  ModelChoice model;
  std::string device = "auto";  // "cpu", "cuda"
  int threads = 1;              // in all
  int batch_films = 0;          // 0: by the device
};

/// A predictor, and how its films are spread. On the CPU each worker reads, decodes and predicts
/// batches of its own, with a share of the threads; on a GPU they prepare batches for one after
/// the other.
struct PredictPlan {
  Predictor predictor;
  Device device = Device::cpu;
  int workers = 1;
  int batch_films = 1;
};

/// `films` are as many as are known of, or 0. "auto" is the GPU where ONNX Runtime computes the
/// certificate's logits on it, with a notice where it cannot. Errors: those of open_bundle and
/// open_catalog_entry.
Result<PredictPlan> plan_prediction(const PredictorChoice& choice, std::int64_t films,
                                    const Reporter& reporter);

/// The colors of overlays: those asked for by name; where that is empty, those of the rows that are
/// resumed, by the JSON of what made them, or the default. Errors: those of parse_color_map; parse.
Result<ColorMap> overlay_colors(const std::string& asked, const std::string& made);

/// JSON of all that the rows of a plan depend on besides the films.
std::string made_of(const PredictPlan& plan, const ResultStyle& style,
                    const PredictionPictures& pictures);

}  // namespace chestlens
