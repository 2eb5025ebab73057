#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace chestlens::phantom {

/// xoshiro256** (Blackman & Vigna 2018) with distributions of our own: the standard library's
/// differ between implementations. A generator is named by (seed, stream, index), so what one part
/// of a film draws never shifts what another part draws. Two draws never share an argument list in
/// parentheses or a sum: C++ leaves their order to the compiler (braces fix it).
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
    std::uint64_t state = mix(mix(mix(seed) ^ stream) ^ index);
    for (std::uint64_t& word : words_) word = mix(state += golden);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(words_[1] * 5, 7) * 9;
    const std::uint64_t shifted = words_[1] << 17;
    words_[2] ^= words_[0];
    words_[3] ^= words_[1];
    words_[1] ^= words_[2];
    words_[0] ^= words_[3];
    words_[2] ^= shifted;
    words_[3] = rotate(words_[3], 45);
    return result;
  }

  /// [0,1)
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }

  /// Both ends included.
  int integer(int low, int high) {
    return low + static_cast<int>(uniform() * static_cast<double>(high - low + 1));
  }

  bool chance(double probability) { return uniform() < probability; }
  double sign() { return chance(0.5) ? -1.0 : 1.0; }

  /// Standard normal (Box & Muller 1958).
  double normal() {
    const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
    return radius * std::cos(2.0 * std::numbers::pi * uniform());
  }
  double normal(double mean, double deviation) { return mean + deviation * normal(); }

 private:
  static constexpr std::uint64_t golden = 0x9e3779b97f4a7c15;

  static constexpr std::uint64_t rotate(std::uint64_t value, int bits) {
    return (value << bits) | (value >> (64 - bits));
  }

  /// splitmix64's finalizer.
  static constexpr std::uint64_t mix(std::uint64_t value) {
    value += golden;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
  }

  std::array<std::uint64_t, 4> words_{};
};

}  // namespace chestlens::phantom
