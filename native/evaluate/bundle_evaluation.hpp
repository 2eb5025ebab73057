#pragma once

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

/// What a bundle says of one part of a data set's films.
struct EvaluatedBundle {
  Card card;
  torch::Tensor probabilities;  // float32 [N,C], at the card's temperature
  torch::Tensor features;       // float32 [N,K], the input of the last linear layer
  Evaluation evaluation;
};

/// The films of a data set as the bundle's recipe splits them: the test rows are the manifest's
/// own, validation is drawn again by the recipe's seed. Errors: those of load_manifest,
/// parse_recipe and make_split, with the bundle's name.
Result<RunData> load_card_data(const Card& card, const std::filesystem::path& data_folder);

/// Runs the bundle on one part in ONNX Runtime, as the page would.
/// Errors: those of read_bundle, load_card_data, load_dataset and OnnxSession.
Result<EvaluatedBundle> evaluate_bundle(const std::filesystem::path& bundle,
                                        const std::filesystem::path& data_folder,
                                        EvaluatedPart part, int threads,
                                        const std::filesystem::path& cache_folder,
                                        const Reporter& reporter = {});

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

/// The weighted mean of the members' probabilities at a temperature (ensemble_probabilities()'s),
/// scored on the same films. Errors: those of check_ensemble.
Result<Evaluation> evaluate_ensemble(std::span<const WeightedBundle> members, double temperature,
                                     const RunData& data, const Reporter& reporter = {});

}  // namespace chestlens
