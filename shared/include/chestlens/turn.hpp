#pragma once

#include <chestlens/image.hpp>

#include <cstdint>

namespace chestlens {

/// Clockwise, in quarters of a full turn.
enum class Turn : std::uint8_t { quarter_right = 1, half = 2, quarter_left = 3 };

/// The plane turned; a quarter turn swaps width and height.
FloatImage turned(const FloatImage& image, Turn turn);
GreyImage turned(const GreyImage& film, Turn turn);

/// 1 - x of a plane in [0,1].
FloatImage negative_of(FloatImage image);

}  // namespace chestlens
