#include <chestlens/placed_words.hpp>

#include <fmt/format.h>

#include <cmath>

namespace chestlens {
namespace {

constexpr double unusually_far = 0.95;

}  // namespace

double rounding_of(const ReferenceMap& map) {
  double squared = 0.0;
  const std::size_t width = map.components();
  for (std::size_t d = 0; d < width; ++d) {
    bool is_used = false;  // otherwise its step means nothing
    for (std::size_t i = d; i < map.codes.size(); i += width) is_used |= map.codes[i] != 0;
    if (is_used) squared += 0.25 * double{map.steps[d]} * double{map.steps[d]};
  }
  constexpr double float_error = 1.01;
  return float_error * std::sqrt(squared);
}

bool is_on_map(const Placed& placed, double rounding) {
  return !placed.nearest.empty() && double{placed.nearest.front().distance} <= rounding;
}

std::string distance_in_words(const Placed& placed, double rounding) {
  if (placed.nearest.empty()) return {};
  if (is_on_map(placed, rounding)) {
    const std::string same =
        "it is on the map already: the first below is the same film, or one that the network "
        "cannot tell from it";
    return placed.nearest.size() < 2
               ? same
               : fmt::format("{}; the next is {:.3g} away", same, placed.nearest[1].distance);
  }
  return fmt::format(
      "its nearest film is {:.3g} away, farther than {:.0f} % of films are from theirs{}",
      placed.nearest.front().distance, 100.0 * placed.farther_than,
      placed.farther_than > unusually_far ? ": it is unlike the films of the map" : "");
}

}  // namespace chestlens
