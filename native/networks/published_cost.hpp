#pragma once

#include "networks/classifier.hpp"
#include "networks/network_table.hpp"

#include <chestlens/error.hpp>

#include <cstdint>

namespace chestlens {

/// What a network costs as it was published.
struct PublishedCost {
  std::int64_t parameters = 0;
  MultiplyAdds multiply_adds;  // for one film of its native size
};

/// Counted on the network itself with its own head: of ImageNet's 1000 classes, or of COVID-Net's
/// four. Errors: those of make_classifier and multiply_adds.
Result<PublishedCost> published_cost(const Network& network);

}  // namespace chestlens
