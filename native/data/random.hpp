#pragma once

#include <chestlens/bootstrap.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

namespace chestlens {

/// A seed of its own for each purpose and place (stage, epoch, step ...), by splitmix64's finalizer
/// (Steele 2014). What is drawn at a step depends on the step alone, so a resumed run needs no
/// stored generator.
constexpr std::uint64_t derive_seed(std::uint64_t seed, std::initializer_list<std::uint64_t> path) {
  const auto mix = [](std::uint64_t z) {
    z += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111eb;
    return z ^ (z >> 31U);
  };
  std::uint64_t state = mix(seed);
  for (const std::uint64_t part : path) state = mix(state ^ part);
  return state;
}

/// 0 .. count-1 in random order (Fisher-Yates); the same on every standard library.
inline std::vector<std::size_t> shuffled_indices(std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> indices(count);
  std::iota(indices.begin(), indices.end(), std::size_t{0});
  std::mt19937_64 random(seed);
  for (std::size_t left = count; left > 1; --left) {
    std::swap(indices[left - 1], indices[draw_index(left, random)]);
  }
  return indices;
}

}  // namespace chestlens
