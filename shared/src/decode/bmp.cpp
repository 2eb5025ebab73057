// BMP: 1, 4, 8, 16, 24 and 32 bits per pixel, palette or bit masks, either row order; palettes of 4
// and 8 bits also as run lengths (bmp_runs.hpp). Format: "BITMAPINFOHEADER" and its successors in
// Microsoft's documentation of GDI.
#include "bmp_runs.hpp"
#include "decoder.hpp"
#include "pixel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>

namespace chestlens::decoder {
namespace {

constexpr std::size_t file_header_bytes = 14;
constexpr std::uint32_t bi_rgb = 0;
constexpr std::uint32_t run_lengths_of_8 = 1;
constexpr std::uint32_t run_lengths_of_4 = 2;
constexpr std::uint32_t bit_masks = 3;
constexpr std::uint32_t os2_bytes = 64;  // of OS/2's info header, which begins as that of 40 bytes

/// Little-endian number of 1 to 4 bytes; the caller has checked the bounds.
std::uint32_t number_at(Bytes bytes, std::size_t offset, std::size_t count) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    value |= std::to_integer<std::uint32_t>(bytes[offset + i]) << (8U * i);
  }
  return value;
}

/// One channel of a 16- or 32-bit pixel.
struct Mask {
  std::uint32_t bits = 0;

  std::uint32_t level(std::uint32_t pixel) const {
    const int shift = std::countr_zero(bits);
    return rescale((pixel & bits) >> shift, bits >> shift, 255);
  }
};

struct Header {
  std::uint32_t info_bytes = 0;  // gives the header's version: 12, 40, 52, 56, 64, 108 or 124
  std::uint32_t data_offset = 0;
  std::size_t width = 0;
  std::size_t height = 0;
  bool top_down = false;
  std::uint32_t bits_per_pixel = 0;
  std::uint32_t compression = bi_rgb;
  std::uint32_t palette_colors = 0;
  Mask red, green, blue, alpha;

  bool has_palette() const { return bits_per_pixel <= 8; }
  bool has_runs() const {
    return (compression == run_lengths_of_8 && bits_per_pixel == 8) ||
           (compression == run_lengths_of_4 && bits_per_pixel == 4);
  }
  /// Of a row's pixels, without what pads it to four bytes.
  std::size_t used_row_bytes() const {
    return static_cast<std::size_t>((std::uint64_t{width} * bits_per_pixel + 7) / 8);
  }
  std::size_t row_bytes() const {
    return static_cast<std::size_t>((std::uint64_t{width} * bits_per_pixel + 31) / 32 * 4);
  }
};

/// A side in an info header of 40 bytes and more; a negative height means rows from the top.
std::size_t magnitude(std::int32_t side) {
  return static_cast<std::size_t>(side < 0 ? -std::int64_t{side} : std::int64_t{side});
}

std::optional<Header> read_fields(Bytes bytes) {
  if (bytes.size() < file_header_bytes + 4) return std::nullopt;
  Header header;
  header.data_offset = number_at(bytes, 10, 4);
  header.info_bytes = number_at(bytes, 14, 4);
  const std::size_t needed = header.info_bytes == 12 ? 12 : 40;
  if (bytes.size() < file_header_bytes + needed) return std::nullopt;
  if (header.info_bytes == 12) {
    header.width = number_at(bytes, 18, 2);
    header.height = number_at(bytes, 20, 2);
    header.bits_per_pixel = number_at(bytes, 24, 2);
    return header;
  }
  const auto height = static_cast<std::int32_t>(number_at(bytes, 22, 4));
  header.width = number_at(bytes, 18, 4);
  header.height = magnitude(height);
  header.top_down = height < 0;
  header.bits_per_pixel = number_at(bytes, 28, 2);
  header.compression = number_at(bytes, 30, 4);
  header.palette_colors = number_at(bytes, 46, 4);
  return header;
}

Status check_kind(const Header& header) {
  constexpr std::array<std::uint32_t, 7> versions{12, 40, 52, 56, os2_bytes, 108, 124};
  if (std::find(versions.begin(), versions.end(), header.info_bytes) == versions.end()) {
    return fail(ErrorCode::unsupported,
                fmt::format("BMP with an info header of {} bytes", header.info_bytes));
  }
  const std::uint32_t bits = header.bits_per_pixel;
  if (bits != 1 && bits != 4 && bits != 8 && bits != 16 && bits != 24 && bits != 32) {
    return fail(ErrorCode::unsupported,
                fmt::format("BMP of {} bits per pixel; 1, 4, 8, 16, 24 and 32 are read", bits));
  }
  const bool masked = header.compression == bit_masks && header.info_bytes != os2_bytes &&
                      (bits == 16 || bits == 32);
  if (header.compression != bi_rgb && !masked && !header.has_runs()) {
    return fail(ErrorCode::unsupported,
                fmt::format("BMP with compression {}; uncompressed ones and run lengths are read",
                            header.compression));
  }
  return {};
}

/// Bit masks of a 16- or 32-bit file: stored after the 40-byte header or in the longer ones.
Status read_masks(Bytes bytes, Header& header) {
  if (header.compression != bit_masks) {
    const bool narrow = header.bits_per_pixel == 16;
    header.red = {narrow ? 0x7C00U : 0xFF0000U};
    header.green = {narrow ? 0x03E0U : 0x00FF00U};
    header.blue = {narrow ? 0x001FU : 0x0000FFU};
    return {};
  }
  const bool with_alpha = header.info_bytes >= 56;
  constexpr std::size_t masks_at = file_header_bytes + 40;
  if (bytes.size() < masks_at + (with_alpha ? 16 : 12)) {
    return fail(ErrorCode::truncated, "BMP truncated in its header");
  }
  header.red = {number_at(bytes, masks_at, 4)};
  header.green = {number_at(bytes, masks_at + 4, 4)};
  header.blue = {number_at(bytes, masks_at + 8, 4)};
  if (with_alpha) header.alpha = {number_at(bytes, masks_at + 12, 4)};
  if (header.red.bits == 0 || header.green.bits == 0 || header.blue.bits == 0) {
    return fail(ErrorCode::corrupt, "BMP with an empty bit mask");
  }
  return {};
}

/// Grey levels of the palette's colors.
Result<std::vector<std::uint16_t>> read_palette(Bytes bytes, const Header& header) {
  const std::size_t entry_bytes = header.info_bytes == 12 ? 3 : 4;
  const std::size_t most = std::size_t{1} << header.bits_per_pixel;
  const std::size_t colors =
      header.palette_colors == 0 ? most : std::min<std::size_t>(header.palette_colors, most);
  const std::size_t start = file_header_bytes + header.info_bytes;
  if (bytes.size() < start + colors * entry_bytes) {
    return fail(ErrorCode::truncated, "BMP truncated in its palette");
  }
  std::vector<std::uint16_t> levels(colors);
  for (std::size_t i = 0; i < colors; ++i) {
    const std::uint32_t entry = number_at(bytes, start + i * entry_bytes, 3);
    levels[i] =
        static_cast<std::uint16_t>(luma(entry >> 16U, (entry >> 8U) & 0xFFU, entry & 0xFFU));
  }
  return levels;
}

/// Red, green and blue.
std::array<std::uint32_t, 3> colors_of(std::uint32_t pixel, const Header& header) {
  if (header.bits_per_pixel == 24) return {pixel >> 16U, (pixel >> 8U) & 0xFFU, pixel & 0xFFU};
  return {header.red.level(pixel), header.green.level(pixel), header.blue.level(pixel)};
}

/// False where a pixel's index lies beyond the palette.
bool read_palette_row(Bytes row, std::uint32_t bits, const std::vector<std::uint16_t>& palette,
                      std::span<std::uint16_t> line) {
  const std::size_t pixels_per_byte = 8U / bits;
  for (std::size_t x = 0; x < line.size(); ++x) {
    const auto byte = std::to_integer<std::uint32_t>(row[x / pixels_per_byte]);
    const std::size_t shift = 8U - bits * (x % pixels_per_byte + 1U);
    const std::size_t index = (byte >> shift) & ((1U << bits) - 1U);
    if (index >= palette.size()) return false;
    line[x] = palette[index];
  }
  return true;
}

/// Whether any pixel's alpha is more than zero.
bool shows_anything(Bytes pixels, const Header& header) {
  const std::size_t pixel_bytes = header.bits_per_pixel / 8U;
  for (std::size_t y = 0; y < header.height; ++y) {
    for (std::size_t x = 0; x < header.width; ++x) {
      const std::size_t at = y * header.row_bytes() + x * pixel_bytes;
      if ((number_at(pixels, at, pixel_bytes) & header.alpha.bits) != 0) return true;
    }
  }
  return false;
}

/// Returns how many of its pixels are colored.
std::size_t read_color_row(Bytes row, const Header& header, std::span<std::uint16_t> line) {
  const std::size_t pixel_bytes = header.bits_per_pixel / 8U;
  std::size_t colored = 0;
  for (std::size_t x = 0; x < line.size(); ++x) {
    const std::uint32_t pixel = number_at(row, x * pixel_bytes, pixel_bytes);
    const auto [red, green, blue] = colors_of(pixel, header);
    const std::uint32_t level = luma(red, green, blue);
    line[x] = static_cast<std::uint16_t>(
        header.alpha.bits == 0 ? level : over_black(level, header.alpha.level(pixel), 255));
    if (is_colored(red, green, blue, 255)) ++colored;
  }
  return colored;
}

/// The rows of run lengths, as levels.
Result<Decoded> decode_runs(Bytes pixels, const Header& header,
                            const std::vector<std::uint16_t>& palette) {
  CHESTLENS_TRY(const auto read,
                bmp_indices(pixels, header.width, header.height, header.bits_per_pixel));
  Decoded decoded{.image = blank_image(header.width, header.height, 255)};
  for (std::size_t y = 0; y < header.height; ++y) {
    const std::size_t target = header.top_down ? y : header.height - 1 - y;
    for (std::size_t x = 0; x < header.width; ++x) {
      const std::uint8_t index = read.indices[y * header.width + x];
      if (index >= palette.size()) {
        return tl::unexpected(
            corrupt_after("BMP", y, header.height, "a pixel names a color beyond the palette"));
      }
      decoded.image.pixels[target * header.width + x] = palette[index];
    }
  }
  if (read.has_dropped) {
    decoded.notes.emplace_back(
        "Runs of its pixels pass the ends of rows; what passes is left out.");
  }
  return decoded;
}

}  // namespace

Result<Decoded> decode_bmp(Bytes bytes, const DecodeLimits& limits) {
  std::optional<Header> fields = read_fields(bytes);
  if (!fields) return fail(ErrorCode::truncated, "BMP truncated in its header");
  Header& header = *fields;
  CHESTLENS_CHECK(check_kind(header));
  CHESTLENS_CHECK(check_size("BMP", header.width, header.height, limits));
  CHESTLENS_CHECK(read_masks(bytes, header));
  std::vector<std::uint16_t> palette;
  if (header.has_palette()) {
    CHESTLENS_TRY(auto levels, read_palette(bytes, header));
    palette = std::move(levels);
  }
  if (header.data_offset < file_header_bytes + header.info_bytes) {
    return fail(ErrorCode::corrupt, "BMP whose pixels begin inside its header");
  }
  const std::size_t row_bytes = header.row_bytes();
  const Bytes pixels = bytes.subspan(std::min<std::size_t>(header.data_offset, bytes.size()));
  if (header.has_runs()) return decode_runs(pixels, header, palette);
  const std::size_t needed = row_bytes * (header.height - 1) + header.used_row_bytes();
  if (pixels.size() < needed) {
    return tl::unexpected(truncated_after("BMP", pixels.size() / row_bytes, header.height));
  }

  Decoded decoded{.image = blank_image(header.width, header.height, 255)};
  GreyImage& image = decoded.image;
  if (pixels.size() < row_bytes * header.height) decoded.notes.emplace_back(cut_at_its_end);
  if (header.alpha.bits != 0 && !shows_anything(pixels, header)) {
    header.alpha = {};
    note_ignored_alpha(decoded);
  }
  for (std::size_t y = 0; y < header.height; ++y) {
    const Bytes row = pixels.subspan(y * row_bytes, header.used_row_bytes());
    const std::size_t target = header.top_down ? y : header.height - 1 - y;
    const std::span<std::uint16_t> line(image.pixels.data() + target * header.width, header.width);
    if (!header.has_palette()) {
      decoded.colored_pixels += read_color_row(row, header, line);
    } else if (!read_palette_row(row, header.bits_per_pixel, palette, line)) {
      return tl::unexpected(
          corrupt_after("BMP", y, header.height, "a pixel names a color beyond the palette"));
    }
  }
  return decoded;
}

}  // namespace chestlens::decoder
