#pragma once

#include <chestlens/error.hpp>

#include <nlohmann/json_fwd.hpp>
#include <viewer/state.hpp>

namespace chestlens::viewer {

/// Shows the members of a file of predictions: `members`: [{model, title, weight, weight_low,
/// weight_high}] with `temperature`, `offers`: [{model, title}], and of each film `members`:
/// [prediction], as prediction_json.hpp reads one. All but the films may be missing. Errors: those
/// of set_compared_models and set_members.
Status show_compared(State& state, const nlohmann::json& json);

/// Refuses all models that are to be opened beside: here runs no network.
void refuse_beside(State& state);

}  // namespace chestlens::viewer
