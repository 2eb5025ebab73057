#pragma once

#include <chestlens/error.hpp>

#include <span>
#include <vector>

namespace chestlens {

/// softmax(logits / temperature), computed in double with the maximum subtracted.
/// Errors: invalid_argument for no logits, a value that is not finite, or temperature <= 0.
Result<std::vector<float>> softmax(std::span<const float> logits, double temperature = 1.0);

/// The value that a smaller probability counts as where its logarithm is taken: that of 0 is no
/// logit.
inline constexpr double least_probability = 1e-12;

/// Logits of which softmax makes these probabilities again; 0 counts as least_probability.
std::vector<float> logarithms(std::span<const float> probabilities);

/// One member's calibrated probabilities [C] and its weight (>= 0).
struct EnsembleMember {
  std::vector<float> probabilities;
  double weight = 1.0;
};

/// Weighted mean p of the members' probabilities, weights normalised to 1; then p^(1/temperature),
/// again of sum 1, since a mean of calibrated members is less sure than it should be. Errors:
/// invalid_argument for no member, unequal class counts, negative or all-zero weights, or
/// temperature <= 0.
Result<std::vector<float>> ensemble_probabilities(std::span<const EnsembleMember> members,
                                                  double temperature = 1.0);

/// The predicted class: that of the highest probability, the first of equals. [C], not empty.
int most_probable(std::span<const float> probabilities);

}  // namespace chestlens
