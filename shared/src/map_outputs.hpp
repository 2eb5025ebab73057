#pragma once

#include <chestlens/explain.hpp>

namespace chestlens {

/// Whether the activations fill the shape with finite values, and `weights` has one number a class
/// and a feature map. Errors: invalid_argument.
Status check_activations(const MapOutputs& outputs);
Status check_class_weights(const MapOutputs& outputs, std::span<const float> weights,
                           std::string_view name);

/// Positions of a map.
std::size_t map_positions(const MapOutputs& outputs);

/// relu(sum_f weights[f] * activations[f]).
FloatImage weighted_map(const MapOutputs& outputs, std::span<const double> weights);

/// What a method says of a model of format 1.
tl::unexpected<Error> not_of_format_1(std::string_view method);

}  // namespace chestlens
