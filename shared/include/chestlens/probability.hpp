#pragma once

#include <chestlens/error.hpp>

#include <span>
#include <vector>

namespace chestlens {

/// softmax(logits / temperature), computed in double with the maximum subtracted.
/// Errors: invalid_argument for no logits, a value that is not finite, or temperature <= 0.
Result<std::vector<float>> softmax(std::span<const float> logits, double temperature = 1.0);

/// One member's calibrated probabilities [C] and its weight (>= 0).
struct EnsembleMember {
  std::vector<float> probabilities;
  double weight = 1.0;
};

/// Weighted mean of the members' probabilities, weights normalised to 1.
/// Errors: invalid_argument for no member, unequal class counts, negative or all-zero weights.
Result<std::vector<float>> ensemble_probabilities(std::span<const EnsembleMember> members);

}  // namespace chestlens
