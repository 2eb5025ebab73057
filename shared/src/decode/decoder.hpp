#pragma once

#include <chestlens/decode.hpp>

#include <cstdint>
#include <span>
#include <string>

namespace chestlens::decoder {

using Bytes = std::span<const std::byte>;

/// One decoder per format; the magic bytes have been seen.
Result<GreyImage> decode_png(Bytes bytes, const DecodeLimits& limits);
Result<GreyImage> decode_jpeg(Bytes bytes, const DecodeLimits& limits);
Result<GreyImage> decode_bmp(Bytes bytes, const DecodeLimits& limits);
Result<GreyImage> decode_tiff(Bytes bytes, const DecodeLimits& limits);

/// Errors: corrupt for a side of 0, too_large beyond the limits. Called before memory is taken.
Status check_size(std::string_view format, std::uint64_t width_pixels, std::uint64_t height_pixels,
                  const DecodeLimits& limits);

/// An image of zeros.
GreyImage blank_image(std::uint64_t width_pixels, std::uint64_t height_pixels,
                      std::uint16_t max_level);

/// "PNG truncated after 1,024 of 5,000 rows", or "in its header" where the height is not known (0).
Error truncated_after(std::string_view format, std::uint64_t rows, std::uint64_t height_pixels);

/// "PNG corrupt after 1,024 of 5,000 rows: reason".
Error corrupt_after(std::string_view format, std::uint64_t rows, std::uint64_t height_pixels,
                    std::string_view reason);

}  // namespace chestlens::decoder
