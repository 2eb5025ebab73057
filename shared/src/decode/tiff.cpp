// TIFF by libtiff: strips or tiles, interleaved or planar, by every compression that libtiff knows;
// grey of 1 to 32 bits, signed or of floating point, RGB, palette, YCbCr, CMYK. Of several images
// the largest.
#include "tiff_blocks.hpp"
#include "tiff_films.hpp"
#include "tiff_header.hpp"
#include "tiff_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace chestlens::decoder {
namespace {

/// Makes the page of the most pixels the current one; says so where there are several.
Status choose_page(TIFF* tiff, std::vector<std::string>& notes) {
  constexpr int most_pages = 1000;
  int pages = 0, largest = 0;
  std::uint64_t most_pixels = 0;
  do {
    const TiffLayout layout = read_tiff_layout(tiff);
    const std::uint64_t pixels = std::uint64_t{layout.width} * layout.height;
    if (pixels > most_pixels) {
      most_pixels = pixels;
      largest = pages;
    }
    ++pages;
  } while (pages < most_pages && TIFFReadDirectory(tiff) != 0);
  if (pages == 1) return {};
  if (TIFFSetDirectory(tiff, static_cast<tdir_t>(largest)) == 0) {
    return fail(ErrorCode::corrupt, fmt::format("TIFF image {} cannot be read", largest + 1));
  }
  notes.push_back(
      fmt::format("The file holds {} images; this is the largest, number {}.", pages, largest + 1));
  return {};
}

/// What both libtiffs read, the machine's and WebAssembly's, whose codecs are fewer.
bool is_read(std::uint16_t compression) {
  constexpr std::array codecs = {
      COMPRESSION_NONE,        COMPRESSION_CCITTRLE,  COMPRESSION_CCITTRLEW,
      COMPRESSION_CCITTFAX3,   COMPRESSION_CCITTFAX4, COMPRESSION_LZW,
      COMPRESSION_JPEG,        COMPRESSION_NEXT,      COMPRESSION_PACKBITS,
      COMPRESSION_THUNDERSCAN, COMPRESSION_DEFLATE,   COMPRESSION_ADOBE_DEFLATE,
      COMPRESSION_SGILOG,      COMPRESSION_SGILOG24,  COMPRESSION_ZSTD};
  return std::ranges::find(codecs, int{compression}) != codecs.end();
}

std::string name_of(std::uint16_t compression) {
  switch (compression) {
    case COMPRESSION_OJPEG:
      return "the JPEG of TIFF 6.0";
    case COMPRESSION_JBIG:
      return "JBIG";
    case COMPRESSION_JP2000:
      return "JPEG 2000";
    case COMPRESSION_LERC:
      return "LERC";
    case COMPRESSION_LZMA:
      return "LZMA";
    case COMPRESSION_WEBP:
      return "WebP";
    default:
      return fmt::format("number {}", compression);
  }
}

Status check_kind(const TiffLayout& layout) {
  if (layout.bits == 0 || layout.bits > 64) {
    return fail(ErrorCode::corrupt, fmt::format("TIFF of {} bits per sample", layout.bits));
  }
  if (is_read(layout.compression)) return {};
  return fail(ErrorCode::unsupported,
              fmt::format("TIFF compressed as {}, which is not read: save the film as PNG",
                          name_of(layout.compression)));
}

Status check_blocks(const TiffLayout& layout, const DecodeLimits& limits) {
  if (layout.block_width == 0 || layout.block_height == 0) {
    return fail(ErrorCode::corrupt, "TIFF whose strips or tiles are empty");
  }
  return check_size("TIFF tile", layout.block_width, layout.block_height, limits);
}

Result<Decoded> decode_page(TIFF* tiff, const TiffSource& source, const TiffLayout& layout) {
  if (is_plain(layout)) return decode_plain(tiff, source, layout);
  if (is_measured(layout)) return decode_measured(tiff, source, layout);
  return decode_by_libtiff(tiff, source, layout);
}

}  // namespace

Result<Decoded> decode_tiff(Bytes bytes, const DecodeLimits& limits) {
  CHESTLENS_CHECK(check_tiff_header(bytes, limits));
  TiffSource source{.bytes = bytes};
  const TiffHandle tiff = open_tiff(source);
  // libtiff does without what lies beyond the end, a palette or a list of strips.
  if (tiff == nullptr || source.ran_out) return tl::unexpected(tiff_stopped(source, 0, 0));
  std::vector<std::string> notes;
  CHESTLENS_CHECK(choose_page(tiff.get(), notes));
  source.ran_out = false;  // by a page that is not wanted
  const TiffLayout layout = read_tiff_layout(tiff.get());
  CHESTLENS_CHECK(check_size("TIFF", layout.width, layout.height, limits));
  CHESTLENS_CHECK(check_kind(layout));
  CHESTLENS_CHECK(check_blocks(layout, limits));
  CHESTLENS_TRY(auto decoded, decode_page(tiff.get(), source, layout));
  decoded.orientation = layout.orientation;
  decoded.notes.insert(decoded.notes.begin(), notes.begin(), notes.end());
  return decoded;
}

}  // namespace chestlens::decoder
