#include "weights/fitting_networks.hpp"

#include "networks/classifier.hpp"
#include "weights/pretrained.hpp"
#include "weights/public_weights.hpp"

#include <utility>

namespace chestlens {

Result<Wrapper> check_fit(const Weights& weights, const std::string& network,
                          std::span<const std::string> allow_missing) {
  CHESTLENS_TRY(const auto classifier, make_classifier({.name = network}));
  return load_pretrained(classifier, weights, allow_missing);
}

std::vector<std::string> fitting_networks(const Weights& weights) {
  std::vector<std::string> names;
  for (const PublicWeights& known : public_weights()) {
    std::string network(known.network);
    if (check_fit(weights, network)) names.push_back(std::move(network));
  }
  return names;
}

}  // namespace chestlens
