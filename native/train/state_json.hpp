#pragma once

#include "recipe/recipe.hpp"
#include "train/checkpoint.hpp"

#include <chestlens/error.hpp>

#include <nlohmann/json_fwd.hpp>

#include <span>

namespace chestlens {

nlohmann::json to_json(const TrainingState& state);

/// Errors: corrupt, naming the number that no training can have; what JSON throws where a key is
/// missing or of another type.
Result<TrainingState> training_state_from(const nlohmann::json& json);

/// Whether the state is one of these stages. Errors: corrupt.
Status check_state(const TrainingState& state, std::span<const Stage> stages);

}  // namespace chestlens
