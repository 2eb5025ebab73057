#pragma once

#include <chestlens/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string_view>

namespace chestlens {

// What the files of a bundle's parts, map.bin and trust.bin, have in common.

/// Hex digits of the model's SHA-256.
inline constexpr std::size_t digest_digits = 64;

inline tl::unexpected<Error> damaged(std::string_view what) {
  return fail(ErrorCode::corrupt, fmt::format("is damaged: {}", what));
}

inline bool are_finite(std::span<const float> values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace chestlens
