#pragma once

#include "bundle/predictor.hpp"
#include "cli/predict_films.hpp"
#include "io/output.hpp"

#include <chestlens/color_map.hpp>
#include <chestlens/error.hpp>

#include <filesystem>
#include <optional>
#include <vector>

namespace chestlens {

/// Where the pictures of a prediction go; an empty path is no picture.
struct PredictionPictures {
  std::filesystem::path heatmap;   // a PNG file, one pixel per cell
  std::filesystem::path overlays;  // a folder of NAME-overlay.png
  std::optional<int> class_index;  // the predicted class where it is not given
  float opacity = 0.5F;            // 0 to 1
  ColorMap colors = default_color_map;
};

/// The file of a film's overlay.
std::filesystem::path overlay_file(const PredictionPictures& pictures, const FilmToPredict& film);

/// Whether all pictures may be written, asked before the first is: none over a film or another
/// file, no two in one place. Errors: invalid_argument, io.
Status check_pictures(const PredictionPictures& pictures, const std::vector<FilmToPredict>& films,
                      const OutputRule& rule);

/// Draws and writes the pictures of one film. Errors: those of draw_overlay, io.
Status write_pictures(const PredictionPictures& pictures, const Predictor& predictor,
                      const FilmToPredict& film, const FilmPrediction& prediction);

}  // namespace chestlens
