#include "raster.hpp"

#include <cmath>

namespace chestlens::testing {

std::uint16_t Raster::at(int x, int y, int channel) const {
  return samples[(area_pixels(width, y) + static_cast<std::size_t>(x)) *
                     static_cast<std::size_t>(channels) +
                 static_cast<std::size_t>(channel)];
}

std::uint64_t Noise::next() {
  state_ += 0x9E3779B97F4A7C15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return z ^ (z >> 31U);
}

std::uint32_t Noise::below(std::uint32_t bound) {
  return static_cast<std::uint32_t>((next() >> 32U) * bound >> 32U);
}

Raster noise_raster(int width, int height, int channels, int bits, std::uint64_t seed) {
  Raster raster{width, height, channels, bits, {}};
  Noise noise(seed);
  const std::size_t count = area_pixels(width, height) * static_cast<std::size_t>(channels);
  for (std::size_t i = 0; i < count; ++i) {
    raster.samples.push_back(static_cast<std::uint16_t>(noise.below(1U << bits)));
  }
  raster.samples.front() = 0;
  if (count > 1) raster.samples.back() = raster.max_level();
  return raster;
}

Raster smooth_raster(int width, int height, int channels) {
  Raster raster{width, height, channels, 8, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < channels; ++c) {
        const double wave = std::sin(0.05 * x * (c + 1)) * std::cos(0.07 * y);
        raster.samples.push_back(static_cast<std::uint16_t>(128.0 + 100.0 * wave));
      }
    }
  }
  return raster;
}

GreyImage grey_image(const Raster& raster) {
  return {raster.width, raster.height, raster.max_level(), raster.samples};
}

ByteWriter& ByteWriter::number(std::uint32_t value, int count) {
  for (int i = 0; i < count; ++i) {
    const int shift = 8 * (big_endian_ ? count - 1 - i : i);
    bytes_.push_back(static_cast<std::byte>(value >> shift));
  }
  return *this;
}

ByteWriter& ByteWriter::text(std::string_view text) {
  for (const char c : text) bytes_.push_back(static_cast<std::byte>(c));
  return *this;
}

ByteWriter& ByteWriter::bytes(std::span<const std::byte> bytes) {
  bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
  return *this;
}

}  // namespace chestlens::testing
