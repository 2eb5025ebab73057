#pragma once

#include "weights/pretrained.hpp"
#include "weights/read_weights.hpp"

#include <chestlens/error.hpp>

#include <span>
#include <string>
#include <vector>

namespace chestlens {

/// What of a file fits a network.
struct Fit {
  std::string key;  // of KeyedWeights
  Wrapper wrapper;
};

/// load_pretrained() with the one of a file's state dicts that fits, of several the first under a
/// usual key. Errors: invalid_argument where several fit and none is under such a key; else those
/// of load_pretrained for the first, naming the others' keys.
Result<Fit> load_fitting(const Classifier& classifier, const std::vector<KeyedWeights>& found,
                         std::span<const std::string> allow_missing = {});

/// Whether load_fitting takes one of them for the network. Errors: those of make_classifier and
/// load_fitting.
Result<Fit> check_fit(const std::vector<KeyedWeights>& found, const std::string& network,
                      std::span<const std::string> allow_missing = {});

/// Names of the networks with public weights that one of these fits.
std::vector<std::string> fitting_networks(const std::vector<KeyedWeights>& found);

}  // namespace chestlens
