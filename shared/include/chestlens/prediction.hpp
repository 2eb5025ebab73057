#pragma once

#include <chestlens/card.hpp>
#include <chestlens/error.hpp>
#include <chestlens/image.hpp>
#include <chestlens/trust.hpp>

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace chestlens {

// From networks' outputs to probabilities and heat-maps. The program, the study's evaluation and
// the page call these functions, so that their results are the same to the last bit.

/// One film's outputs of a bundle's network, row-major; C, F, h and w are the card's.
struct ModelOutputs {
  std::span<const float> logits;       // [C]
  std::span<const float> activations;  // [F,h,w]
  std::span<const float> cam_weights;  // [C,F]
};

/// A film's prediction by one model or by several together.
struct Prediction {
  std::vector<float> probabilities;  // [C], of sum 1
  std::vector<FloatImage> heatmaps;  // [C] of [h,w]: Grad-CAM scaled to a maximum of 1
  std::optional<Trust> trust = {};   // is the film like those of training; none: not asked
};

/// softmax(logits / the card's temperature). Errors: mismatch where the card has another number of
/// classes; those of softmax.
Result<std::vector<float>> probabilities_from(std::span<const float> logits, const Card& card);

/// probabilities_from() and Grad-CAM of every class. Errors: mismatch where a length is not the
/// card's, naming the card; those of softmax and grad_cam.
Result<Prediction> predict_from(const ModelOutputs& outputs, const Card& card);

/// A member's prediction and its weight (>= 0) in an ensemble.
struct WeightedPrediction {
  Prediction prediction;
  double weight = 1.0;
};

/// combine_trust() of the members that were asked.
std::optional<Trust> trust_of(std::span<const WeightedPrediction> members);

/// set_subject() of its trust, also where a bundle has none.
void set_subject(Prediction& prediction, std::string_view subject);

/// ensemble_probabilities() at the ensemble's temperature, for every class ensemble_heatmap(), and
/// trust_of() them.
/// One member at temperature 1 is itself. Errors: invalid_argument where members have other numbers
/// of classes or of heat-maps; those of the two functions.
Result<Prediction> combine(std::span<const WeightedPrediction> members, double temperature);

}  // namespace chestlens
