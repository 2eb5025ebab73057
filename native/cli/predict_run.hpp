#pragma once

#include "cli/predict_pictures.hpp"
#include "cli/predict_plan.hpp"
#include "cli/predict_results.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace chestlens {

/// What one call of `chestlens predict` is asked to do.
struct PredictCall {
  PredictorChoice choice;
  std::vector<std::filesystem::path> films;  // files, folders, patterns
  std::string films_from;                    // a list, "-" for standard input
  ResultStyle style;                         // of what is printed
  std::filesystem::path out;                 // empty: results are printed
  std::optional<int> frame = {};             // of DICOM files that have several, from 1
  bool resume = false;
  bool replace = false;
  PredictionPictures pictures;
  std::string class_name;   // of the pictures
  std::string colors_name;  // of the pictures; empty: those begun with, or the default
};

/// Tries every film; those that fail are reported, and the others go on. Errors: those of what is
/// asked for, found before the first film; interrupted; how many films failed.
Status run_predict(const PredictCall& call, const std::function<bool()>& stopped);

}  // namespace chestlens
