#pragma once

#include "../decode/decoder.hpp"

namespace chestlens::formats {

// One decoder per further format besides DICOM; the magic bytes have been seen. Errors: those of
// decode_picture.
Result<decoder::Decoded> decode_jpeg2000(decoder::Bytes bytes, const DecodeLimits& limits);
Result<decoder::Decoded> decode_jpeg_ls(decoder::Bytes bytes, const DecodeLimits& limits);
Result<decoder::Decoded> decode_webp(decoder::Bytes bytes, const DecodeLimits& limits);

}  // namespace chestlens::formats
