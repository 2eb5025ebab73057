#pragma once

#include <chestlens/decode.hpp>
#include <chestlens/error.hpp>

#include <dcmtk/dcmdata/dcdatset.h>

#include <cstdint>
#include <string>
#include <vector>

namespace chestlens::dicom {

/// What (0028,xxxx) says of the pixels.
struct PixelLayout {
  int width_pixels = 0;
  int height_pixels = 0;
  int samples = 1;         // 1 or 3
  int bits_allocated = 8;  // 8 or 16
  int bits_stored = 8;     // 1..bits_allocated
  int high_bit = 7;
  bool is_signed = false;
  bool planar = false;  // samples lie in planes, RRR GGG BBB
  int frames = 1;
  std::string photometric;
};

/// Errors: corrupt or unsupported, with the element; too_large beyond the limits.
Result<PixelLayout> read_layout(DcmDataset& data, const DecodeLimits& limits);

/// One frame's values as stored, sign extended: row-major, a pixel's samples beside each other.
/// The layout's photometric interpretation is that of these values.
struct StoredFrame {
  PixelLayout layout;
  std::vector<std::int32_t> values;
};

/// `frame` counts from 0. Errors: unsupported names the transfer syntax; truncated; corrupt.
Result<StoredFrame> read_stored_frame(DcmDataset& data, const PixelLayout& layout, int frame);

}  // namespace chestlens::dicom
