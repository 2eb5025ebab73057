#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <vector>

namespace chestlens {

/// PNG bytes of a grey image, 8-bit where max_level is 255, else 16-bit; lossless.
Result<std::vector<std::byte>> encode_png(const GreyImage& image);

/// PNG bytes of an RGBA image; lossless.
Result<std::vector<std::byte>> encode_png(const RgbaImage& image);

}  // namespace chestlens
