#pragma once

#include <chestlens/error.hpp>
#include <chestlens/prediction.hpp>

#include <nlohmann/json_fwd.hpp>

namespace chestlens::viewer {

/// {probabilities, heatmaps, height, width, trust}; trust, as `chestlens predict --json` says it,
/// may be missing. Errors: those of parse_likeness and parse_surprise; throws nlohmann's
/// exceptions.
Result<Prediction> prediction_from(const nlohmann::json& entry);

}  // namespace chestlens::viewer
