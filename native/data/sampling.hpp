#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chestlens {

/// An epoch's order in which each class that has films is drawn equally often. The epoch keeps its
/// length, one draw per film: of N films in K classes each class gets N / K draws, the remainder by
/// lot. A rare class repeats its films, though none again before all of them came; a frequent one
/// shows a part, another in each epoch. By the seed, the same on every standard library.
std::vector<std::size_t> balanced_indices(std::span<const std::int64_t> labels, std::uint64_t seed);

}  // namespace chestlens
