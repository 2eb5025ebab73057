#pragma once

#include "evaluate/evaluation.hpp"
#include "io/reporter.hpp"

#include <chestlens/error.hpp>
#include <chestlens/preprocess.hpp>

#include <filesystem>

namespace chestlens {

/// Share of a film's side that the border probe sees, at each of the four sides.
inline constexpr double border_share = 0.1;

/// A small network that sees only the border of each film, where little or no lung is: trained on
/// the training films at 60 px, scored on one part. What it reaches is what markers, machines,
/// cropping and position give away (Maguolo & Nanni 2020 covered the lungs and scored as well). Two
/// layers of 64 units, AdamW, 30 epochs, seed 42. `input` gives fit and window. Errors: those of
/// load_dataset and judge.
Result<Evaluation> probe_border(const RunData& data, const InputSpec& input, EvaluatedPart part,
                                int threads, const Reporter& reporter = {});

}  // namespace chestlens
