#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace chestlens {

enum class ImageFormat : std::uint8_t { unknown, png, jpeg, bmp, tiff };

std::string_view to_string(ImageFormat format);

/// Looks only at the leading magic bytes.
ImageFormat sniff_format(std::span<const std::byte> bytes);

/// A header that asks for more is refused before memory is taken.
struct DecodeLimits {
  int max_side_pixels = 20'000;
  std::size_t max_area_pixels = 100'000'000;
};

/// Decodes PNG, JPEG, BMP or TIFF of 8 or 16 bits (grey, RGB, palette; alpha is laid over black)
/// to grey levels: Rec. 601 luma for color, the full range of the file kept. Pixels are taken as
/// stored, the first image of a file: no gamma, color profile or orientation tag is applied.
/// Errors: not_an_image, unsupported, truncated, corrupt, too_large; the message names the cause.
Result<GreyImage> decode_image(std::span<const std::byte> bytes, const DecodeLimits& limits = {});

}  // namespace chestlens
