#pragma once

#include "learn/source_adversary.hpp"
#include "recipe/recipe.hpp"

#include <c10/core/Device.h>
#include <torch/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace chestlens {

struct Classifier;
struct Optimizer;

/// What a recipe's loss asks of films by class and source (asks_for_sources); undefined where it
/// asks nothing. The
/// tensors change while a network trains, in place.
struct GroupTerms {
  torch::Tensor shares;  // [C*S] of group DRO, the group of class c and source s at c*S + s
  SourceHead source_head;
};

/// As training begins with them, on a device. labels and sources int64 [N] of the training films.
GroupTerms new_group_terms(const TrainRecipe& train, const Classifier& classifier,
                           const torch::Tensor& labels, const torch::Tensor& sources,
                           std::int64_t source_count, c10::Device device);

/// Gives the optimizer the source head's parameters, at the rate of the network's head.
void add_to_optimizer(Optimizer& optimizer, const GroupTerms& terms, double weight_decay);

/// The tensors by name, for a checkpoint.
std::vector<std::pair<std::string, torch::Tensor>> tensors_of(const GroupTerms& terms);

}  // namespace chestlens
