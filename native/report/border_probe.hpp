#pragma once

#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <filesystem>

namespace chestlens {

/// Share of a film's side that the border probe sees, at each of the four sides.
inline constexpr double border_share = 0.1;

/// Trains a small network (64 hidden units, AdamW, 30 epochs, seed 42) on the borders of the
/// training films at 60 px and scores it on one part: its score is what markers, machines, cropping
/// and position give away (cf. Maguolo & Nanni 2020, who covered the lungs). `input` gives fit and
/// window. Errors: those of load_dataset and evaluate_predictions.
Result<Evaluation> probe_border(const RunData& data, const InputSpec& input, EvaluatedPart part,
                                int threads, const Reporter& reporter = {});

}  // namespace chestlens
