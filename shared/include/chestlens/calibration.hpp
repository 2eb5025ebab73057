#pragma once

#include <chestlens/error.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

/// Films whose confidence, the highest of their probabilities, is in (low, high].
struct ReliabilityBin {
  double low = 0.0;
  double high = 0.0;
  std::int64_t films = 0;
  double confidence = 0.0;  // mean over them; 0 where there is none
  double accuracy = 0.0;    // share of them that is right
};

/// The reliability diagram (Guo 2017, "On Calibration of Modern Neural Networks", section 2):
/// probabilities [N,C] row by row, truth [N]. Where two classes share the highest probability, the
/// first is the prediction. Errors: invalid_argument for sizes that do not fit, a class outside
/// [0, classes), or a probability outside [0, 1].
Result<std::vector<ReliabilityBin>> reliability(std::span<const float> probabilities,
                                                std::span<const int> truth, int classes,
                                                int bins = 15);

/// The bin of a confidence in [0,1], from 0.
int reliability_bin(double confidence, int bins = 15);

/// Mean distance of accuracy from confidence, each bin weighing as its films (the same paper's
/// ECE); 0 without films. Its bias is upwards: see unbiased_calibration_error().
double expected_calibration_error(std::span<const ReliabilityBin> bins);

/// A temperature, and whether films determine it: they do not where every film is right, so that
/// none says how sure is too sure, nor where the logits say nothing or the contrary.
struct TemperatureFit {
  double temperature = 1.0;
  bool is_determined = true;
};

/// The temperature in [1/20, 20] by which softmax(logits / temperature) has the least sum of
/// cross-entropies and of b - 1 - log b, where b = 1 / temperature: a prior towards 1 that weighs
/// about as one film, and keeps an all-right set from the bound. The sum is convex in b. logits
/// [N,C] row by row, truth [N]. Errors: invalid_argument for no film, sizes that do not fit, a
/// class outside [0, classes), or a logit that is not finite.
Result<TemperatureFit> fit_temperature(std::span<const float> logits, std::span<const int> truth,
                                       int classes);

}  // namespace chestlens
