#pragma once

#include <chestlens/error.hpp>

#include <viewer/compared.hpp>
#include <viewer/state.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace chestlens::viewer {

/// Weights as shares of all, one of them set; the others keep their proportions, or share equally
/// what is left where they are all 0. `weight` is within [0,1]; a model alone has 1.
std::vector<double> with_weight(std::vector<double> weights, std::size_t member, double weight);

/// The film's prediction by the weights on show, where those are not the validated ones.
void weigh(State& state, Film& film);

bool weights_are_validated(const CompareView& view);
std::vector<double> validated_weights(const CompareView& view);

/// Sets one weight, in hundredths, and with it the predictions of all films; while a slider is
/// dragged (CompareView::is_dragging) all its moves are one. Errors: invalid_argument.
Status move_weight(State& state, std::size_t member, double weight);

/// Back to the validated weights; the newest move taken back; made again.
void reset_weights(State& state);
void undo_weights(State& state);
void redo_weights(State& state);

/// "These are the validated weights", or that they are not, and what that means for probabilities.
std::string weights_sentence(const CompareView& view);

}  // namespace chestlens::viewer
