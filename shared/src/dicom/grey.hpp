#pragma once

#include "stored_frame.hpp"

namespace chestlens::dicom {

/// One value per pixel. Of color films it is the Rec. 601 luma, and no header windows it.
struct GreyFrame {
  int width_pixels = 0;
  int height_pixels = 0;
  int bits = 8;
  bool is_signed = false;
  bool is_color = false;
  std::vector<std::int32_t> values;
};

/// MONOCHROME1 and 2 as stored, RGB, YBR and PALETTE COLOR as their luma. Errors: unsupported names
/// the photometric interpretation; corrupt.
Result<GreyFrame> to_grey(StoredFrame frame, DcmItem& data);

}  // namespace chestlens::dicom
