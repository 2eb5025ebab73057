#pragma once

#include "io/reporter.hpp"
#include "report/complexity.hpp"
#include "report/timing.hpp"

#include <chestlens/error.hpp>

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Measures bundles one after another on this processor; LibTorch runs the card's network with
/// random weights, on which the time does not depend. LibTorch's threads are the caller's to set.
/// Errors: those of read_bundle; mismatch where a recipe's network is not the card's.
Result<ComplexityReport> measure_complexity(std::span<const std::filesystem::path> bundle_folders,
                                            const TimingLimits& limits, int threads,
                                            const Reporter& reporter = {});

/// What a bundle takes to predict, in ONNX Runtime alone.
struct PredictionTimes {
  std::vector<BatchTimings> bundles;
  std::string processor;
  int threads = 1;
  std::string runtime;  // "ONNX Runtime 1.30.0"
};

/// Errors: those of read_bundle and the sessions.
Result<PredictionTimes> measure_times(std::span<const std::filesystem::path> bundle_folders,
                                      const TimingLimits& limits, int threads,
                                      const Reporter& reporter = {});

}  // namespace chestlens
