#pragma once

#include "decoder.hpp"

#include <tiffio.h>

#include <memory>
#include <string>

namespace chestlens::decoder {

/// The file as libtiff's input, with what went wrong first.
struct TiffSource {
  Bytes bytes;
  std::uint64_t offset = 0;
  bool ran_out = false;
  std::string reason = {};
};

using TiffHandle = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

/// Null where libtiff cannot open it; `source` has the reason and outlives the handle.
TiffHandle open_tiff(TiffSource& source);

/// Why libtiff stopped after `rows` good ones.
Error tiff_stopped(const TiffSource& source, std::uint64_t rows, std::uint64_t height_pixels);

/// A tag's value, or libtiff's default for it, or `fallback`.
template <typename Value>
Value tag_or_default(TIFF* tiff, std::uint32_t tag, Value fallback) {
  Value value = fallback;
  return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : fallback;
}

}  // namespace chestlens::decoder
