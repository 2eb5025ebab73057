#pragma once

#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace chestlens::testing {

using Bytes = std::vector<std::byte>;

/// Row-major interleaved samples, each of `bits` bits.
struct Raster {
  int width = 0;
  int height = 0;
  int channels = 1;
  int bits = 8;
  std::vector<std::uint16_t> samples;

  std::uint16_t at(int x, int y, int channel = 0) const;
  std::uint16_t max_level() const { return static_cast<std::uint16_t>((1U << bits) - 1U); }
};

/// Reproducible noise on every machine (splitmix64), with the lowest and highest level in it.
class Noise {
 public:
  explicit Noise(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  /// 0..bound-1.
  std::uint32_t below(std::uint32_t bound);

 private:
  std::uint64_t state_;
};

Raster noise_raster(int width, int height, int channels = 1, int bits = 8, std::uint64_t seed = 1);

/// Slow gradients, a different one per channel, which JPEG keeps to within one level.
Raster smooth_raster(int width, int height, int channels = 1);

/// A grey image of one-channel samples, unchanged.
GreyImage grey_image(const Raster& raster);

/// Little- or big-endian fields, one after the other.
class ByteWriter {
 public:
  explicit ByteWriter(bool big_endian = false) : big_endian_(big_endian) {}
  ByteWriter& u8(std::uint32_t value) { return number(value, 1); }
  ByteWriter& u16(std::uint32_t value) { return number(value, 2); }
  ByteWriter& u32(std::uint32_t value) { return number(value, 4); }
  ByteWriter& text(std::string_view text);
  ByteWriter& bytes(std::span<const std::byte> bytes);
  Bytes take() { return std::move(bytes_); }
  std::size_t size() const { return bytes_.size(); }

 private:
  ByteWriter& number(std::uint32_t value, int count);

  bool big_endian_;
  Bytes bytes_;
};

}  // namespace chestlens::testing
