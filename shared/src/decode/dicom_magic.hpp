#pragma once

#include "decoder.hpp"

namespace chestlens::decoder {

/// Whether the file begins as DICOM does: "DICM" behind a preamble of 128 bytes or without one, or
/// at once with an element of group 0002 or 0008, in either byte order.
bool is_dicom(Bytes bytes);

}  // namespace chestlens::decoder
