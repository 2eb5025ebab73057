#pragma once

#include "evaluate/bundle_films.hpp"
#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/card.hpp>
#include <chestlens/catalog.hpp>
#include <chestlens/error.hpp>

#include <torch/types.h>

#include <filesystem>
#include <span>
#include <vector>

namespace chestlens {

/// A bundle's predictions of one part of a data set's films, and what they are worth.
struct EvaluatedBundle {
  Card card;
  torch::Tensor features;  // float32 [M,K], the input of the last linear layer
  Evaluation evaluation;
  std::vector<std::size_t> feature_films = {};  // of features: places among the films scored, [M]
};

/// Bundles on the same films, and those films.
struct EvaluatedBundles {
  std::vector<EvaluatedBundle> bundles;
  RunData data;
};

/// Runs the bundles of some folders in ONNX Runtime, as the page would, on films that all of them
/// may be scored on (part_films). A bundle goes by its folder's name, as in a catalog, whatever its
/// card says. Films beyond most_bytes are prepared in parts, without the cache. Errors:
/// those of read_bundle, part_films, load_dataset and OnnxSession; mismatch naming the bundles
/// whose classes are not the first one's.
Result<EvaluatedBundles> evaluate_bundles(std::span<const std::filesystem::path> folders,
                                          const FilmsAtHand& films, const Reporter& reporter = {});

/// Probabilities [N,C] of logits [N,C]: each film's are those of predict_from(), bit by bit.
/// Errors: those of probabilities_from().
Result<std::vector<float>> probabilities_of_films(std::span<const float> logits, const Card& card);

/// Errors: mismatch where another bundle names other classes than the first, or names them in
/// another order, or was scored on other films: nothing then compares the two.
Status check_same_films(const EvaluatedBundle& first, const EvaluatedBundle& other);

/// Errors: those of check_same_films and check_members.
Status check_ensemble(const EvaluatedBundle& first, const EvaluatedBundle& member);

/// One member of an ensemble that is to be scored.
struct WeightedBundle {
  const EvaluatedBundle& bundle;
  double weight = 1.0;
};

/// The members' predictions together, each film's probabilities those of combine(), bit by bit;
/// scored on the same films. Errors: those of check_ensemble and ensemble_probabilities.
Result<Evaluation> evaluate_ensemble(std::span<const WeightedBundle> members, double temperature,
                                     const RunData& data, const Reporter& reporter = {});

}  // namespace chestlens
