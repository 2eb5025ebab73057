#pragma once

#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>
#include <chestlens/region.hpp>

#include <filesystem>

namespace chestlens {

/// Trains a small network (64 hidden units, AdamW, 30 epochs, seed 42) on the borders of the
/// training films at 60 px and scores it on one part: its score is what markers, machines, cropping
/// and position give away (cf. Maguolo & Nanni 2020, who covered the lungs). `input` gives fit and
/// window. Errors: those of load_dataset and evaluate_predictions.
Result<Evaluation> probe_border(const RunData& data, const InputSpec& input, EvaluatedPart part,
                                int threads, const Reporter& reporter = {});

}  // namespace chestlens
