#pragma once

#include "weights/pretrained.hpp"

#include <chestlens/error.hpp>

#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// Whether load_pretrained takes the weights for the network. Errors: those of make_classifier and
/// load_pretrained.
Result<Wrapper> check_fit(const Weights& weights, const std::string& network,
                          std::span<const std::string> allow_missing = {});

/// Names of the networks with public weights that these weights fit.
std::vector<std::string> fitting_networks(const Weights& weights);

}  // namespace chestlens
