#pragma once

#include <chestlens/error.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chestlens::dicom {

/// A JPEG 2000 codestream's values: row-major, a pixel's samples beside each other.
struct Jpeg2000 {
  int width_pixels = 0;
  int height_pixels = 0;
  int samples = 0;
  int bits = 0;
  bool is_signed = false;
  std::vector<std::int32_t> values;
};

/// Decodes a codestream or a JP2 file by OpenJPEG. `width_pixels`, `height_pixels` and `samples`
/// are what it must have; others are refused before memory is taken. Errors: corrupt, unsupported.
Result<Jpeg2000> decode_jpeg2000(std::span<const std::byte> bytes, int width_pixels,
                                 int height_pixels, int samples);

}  // namespace chestlens::dicom
