#include "train/began_with.hpp"

#include "io/text.hpp"

#include <fmt/format.h>

namespace chestlens {

std::string to_text(const BeganWith& weights) {
  std::string text = fmt::format("{} ({}sha256 {})", weights.name,
                                 weights.from.empty() ? "" : weights.from + ", ", weights.sha256);
  if (weights.mean_variance) text = "the mean and variance of each tensor of " + text;
  if (weights.missing.empty()) return text;
  return text + ", but for " + joined(weights.missing) + ", which began at random";
}

}  // namespace chestlens
