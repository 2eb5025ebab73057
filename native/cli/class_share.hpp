#pragma once

#include <chestlens/error.hpp>

#include <string>
#include <vector>

namespace chestlens {

/// A class and a share of its films.
struct ClassShare {
  int class_index = 0;
  double share = 0.0;
};

/// "covid19=0.95": a class of `classes` and a share from 0 to 1. Errors: invalid_argument naming
/// `option`.
Result<ClassShare> parse_class_share(const std::string& text,
                                     const std::vector<std::string>& classes,
                                     const std::string& option);

}  // namespace chestlens
