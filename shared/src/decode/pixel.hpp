#pragma once

#include <algorithm>
#include <cstdint>

namespace chestlens::decoder {

/// Rec. 601 luma of levels up to 65535, in whole numbers and rounded half up, so that every
/// machine gets the same level: (299 R + 587 G + 114 B + 500) / 1000.
constexpr std::uint32_t luma(std::uint32_t red, std::uint32_t green, std::uint32_t blue) {
  return (299U * red + 587U * green + 114U * blue + 500U) / 1000U;
}

/// Whether levels of 0..max differ by more than an eighth of max, which is more than the rounding
/// of JPEG makes of grey.
constexpr bool is_colored(std::uint32_t red, std::uint32_t green, std::uint32_t blue,
                          std::uint32_t max) {
  const auto [low, high] = std::minmax({red, green, blue});
  return high - low > max / 8U;
}

/// A level laid over black: level * alpha / max, rounded half up.
constexpr std::uint32_t over_black(std::uint32_t level, std::uint32_t alpha, std::uint32_t max) {
  return static_cast<std::uint32_t>((std::uint64_t{level} * alpha + max / 2U) / max);
}

/// A level of 0..from_max on the scale 0..to_max, rounded half up.
constexpr std::uint32_t rescale(std::uint32_t level, std::uint32_t from_max, std::uint32_t to_max) {
  return static_cast<std::uint32_t>((std::uint64_t{level} * to_max + from_max / 2U) / from_max);
}

}  // namespace chestlens::decoder
