#include "plot/shade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>

namespace chestlens {
namespace {

using Rgb = std::array<double, 3>;  // each 0 to 255

// Evenly spaced of ColorBrewer's nine-class Blues (Harrower & Brewer 2003).
constexpr std::array<Rgb, 5> blues = {{{247.0, 251.0, 255.0},
                                       {198.0, 219.0, 239.0},
                                       {107.0, 174.0, 214.0},
                                       {33.0, 113.0, 181.0},
                                       {8.0, 48.0, 107.0}}};

double channel(std::string_view color, std::size_t i) {
  int value = 0;
  const std::string_view digits = color.substr(1 + 2 * i, 2);
  std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  return value / 255.0;
}

}  // namespace

std::string shade(double share) {
  const double at = std::clamp(share, 0.0, 1.0) * static_cast<double>(blues.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(at), blues.size() - 2);
  const double rest = at - static_cast<double>(below);
  std::array<long, 3> rgb{};
  for (std::size_t i = 0; i < rgb.size(); ++i) {
    rgb[i] = std::lround((1.0 - rest) * blues[below][i] + rest * blues[below + 1][i]);
  }
  return fmt::format("#{:02x}{:02x}{:02x}", rgb[0], rgb[1], rgb[2]);
}

double relative_luminance(std::string_view color) {
  constexpr Rgb weights = {0.2126, 0.7152, 0.0722};
  double sum = 0.0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double value = channel(color, i);
    sum += weights[i] * (value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4));
  }
  return sum;
}

std::string_view text_on(std::string_view color) {
  const double ground = relative_luminance(color) + 0.05;
  return 1.05 / ground > ground / 0.05 ? "#ffffff" : "#000000";
}

}  // namespace chestlens
