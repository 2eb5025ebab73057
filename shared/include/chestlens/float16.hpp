#pragma once

#include <cstdint>

namespace chestlens {

/// The nearest IEEE 754 binary16, ties to even, as its bits; beyond 65504 infinity.
std::uint16_t to_float16(float value);

/// The number of these bits.
float from_float16(std::uint16_t bits);

}  // namespace chestlens
