#pragma once

#include <chestlens/decode.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chestlens::decoder {

using Bytes = std::span<const std::byte>;

/// Whether the file holds this text at an offset.
bool has_text_at(Bytes bytes, std::size_t offset, std::string_view text);

/// What a decoder makes of a file.
struct Decoded {
  GreyImage image = {};                 // rows as they are stored
  int orientation = 1;                  // of EXIF and TIFF, 1 to 8: how they are to be seen
  std::vector<std::string> notes = {};  // DecodedFilm::notes
  std::size_t colored_pixels = 0;       // is_colored(), where pixels hold colors, not indices
};

/// The film as its orientation asks for it to be seen, which is noted.
DecodedFilm seen_upright(Decoded decoded);

/// One decoder per format; the magic bytes have been seen.
Result<Decoded> decode_png(Bytes bytes, const DecodeLimits& limits);
Result<Decoded> decode_jpeg(Bytes bytes, const DecodeLimits& limits);
Result<Decoded> decode_bmp(Bytes bytes, const DecodeLimits& limits);
Result<Decoded> decode_tiff(Bytes bytes, const DecodeLimits& limits);

/// For a file of which all rows were read, though it does not end as it should.
inline constexpr const char* cut_at_its_end = "The file's end is missing; every pixel is there.";

/// Lays the film over black, by an alpha 0..max_level of each pixel. One that is zero everywhere,
/// which would show nothing, is ignored and noted.
void lay_over_black(Decoded& decoded, std::span<const std::uint16_t> alpha);

/// Notes that an alpha was ignored.
void note_ignored_alpha(Decoded& decoded);

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
