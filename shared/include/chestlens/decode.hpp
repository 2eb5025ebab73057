#pragma once

#include <chestlens/error.hpp>
#include <chestlens/image.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace chestlens {

enum class ImageFormat : std::uint8_t {
  unknown,
  png,
  jpeg,
  bmp,
  tiff,
  dicom,
  jpeg2000,
  jpeg_ls,
  webp
};

std::string_view to_string(ImageFormat format);

/// What films are read of, for sentences: "no PNG, ... or DICOM file".
inline constexpr std::string_view film_formats =
    "PNG, JPEG, BMP, TIFF, WebP, JPEG 2000, JPEG-LS or DICOM";

/// Whether decode_film() alone reads it (chestlens/dicom.hpp): DICOM, JPEG 2000, JPEG-LS and WebP,
/// whose decoders are a library of their own. The page fetches it when such a film comes.
bool is_further_format(ImageFormat format);

/// What sniff_format looks at, at most.
inline constexpr std::size_t sniffed_bytes = 4096;

/// Looks only at the leading magic bytes, of JPEG's family at its markers.
ImageFormat sniff_format(std::span<const std::byte> bytes);

/// A header that asks for more is refused before memory is taken.
struct DecodeLimits {
  int max_side_pixels = 20'000;
  std::size_t max_area_pixels = 100'000'000;
};

/// Decodes PNG, JPEG, BMP or TIFF to grey levels: Rec. 601 luma for color, the full range of the
/// file kept, alpha laid over black. An orientation tag is applied, gamma and color profiles are
/// not. Of a TIFF of several images it is the largest. `notes` say what a reader should know of it.
/// Further formats are unsupported here (is_further_format).
/// Errors: not_an_image, unsupported, truncated, corrupt, too_large; the message names the cause.
Result<DecodedFilm> decode_picture(std::span<const std::byte> bytes,
                                   const DecodeLimits& limits = {});

/// decode_picture() without its notes.
Result<GreyImage> decode_image(std::span<const std::byte> bytes, const DecodeLimits& limits = {});

}  // namespace chestlens
