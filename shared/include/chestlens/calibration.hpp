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

/// Mean distance of accuracy from confidence, each bin weighing as its films (the same paper's
/// ECE); 0 without films.
double expected_calibration_error(std::span<const ReliabilityBin> bins);

/// The temperature in [1/20, 20] by which softmax(logits / temperature) has the least mean
/// cross-entropy: that is convex in its reciprocal. logits [N,C] row by row, truth [N]. Errors:
/// invalid_argument for no film, sizes that do not fit, a class outside [0, classes), or a logit
/// that is not finite.
Result<double> fit_temperature(std::span<const float> logits, std::span<const int> truth,
                               int classes);

}  // namespace chestlens
