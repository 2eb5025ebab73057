#pragma once

#include "decoder.hpp"

namespace chestlens::decoder {

/// Checks the sides of a TIFF's first image and of its tiles, read from the directory without
/// libtiff: its own checks depend on the machine's word, and come after it has taken memory.
/// Errors: truncated, corrupt, too_large. What it cannot decide is left to libtiff.
Status check_tiff_header(Bytes bytes, const DecodeLimits& limits);

}  // namespace chestlens::decoder
