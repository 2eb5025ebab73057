#include "networks/published_cost.hpp"

namespace chestlens {

Result<PublishedCost> published_cost(const Network& network) {
  constexpr int imagenet_classes = 1000;
  constexpr int covid_net_classes = 4;
  CHESTLENS_TRY(
      const auto classifier,
      make_classifier({.name = network.name,
                       .classes = network.is_transferred ? imagenet_classes : covid_net_classes,
                       .head = HeadKind::published,
                       .size_pixels = network.native_size_pixels}));
  CHESTLENS_TRY(const auto count, multiply_adds(classifier, network.native_size_pixels));
  return PublishedCost{parameter_count(classifier), count};
}

}  // namespace chestlens
