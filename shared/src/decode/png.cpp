// PNG by libpng: 1 to 16 bits, grey, color, palette, tRNS or alpha, interlaced or not; the
// orientation of an eXIf chunk. Gamma and color profiles are not applied: the stored levels are the
// film.
#include "decoder.hpp"
#include "orientation.hpp"
#include "pixel.hpp"

#include <png.h>

#include <array>
#include <csetjmp>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace chestlens::decoder {
namespace {

constexpr const char* damaged_at_its_end =
    "What follows the pixels in the file is damaged; every pixel is there.";

constexpr const char* wrong_checksum_of_pixels =
    "A checksum of the pixels is wrong and the other one right; every pixel is there.";

/// libpng with the file it reads and the reason it stopped.
struct PngReader {
  Bytes bytes;
  std::size_t offset = 0;
  bool ran_out = false;
  bool has_wrong_checksum = false;  // of a chunk of pixels, which zlib's checksum may vouch for
  bool has_doubtful_pixels = false;
  std::array<char, 128> reason{};
  png_structp png = nullptr;
  png_infop info = nullptr;

  explicit PngReader(Bytes file) : bytes(file) {}
  PngReader(const PngReader&) = delete;
  PngReader& operator=(const PngReader&) = delete;
  ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
};

void on_read(png_structp png, png_bytep target, png_size_t count) {
  auto& reader = *static_cast<PngReader*>(png_get_io_ptr(png));
  if (count > reader.bytes.size() - reader.offset) {
    reader.ran_out = true;
    png_error(png, "the file ends");
  }
  std::memcpy(target, reader.bytes.data() + reader.offset, count);
  reader.offset += count;
}

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto& reader = *static_cast<PngReader*>(png_get_error_ptr(png));
  std::strncpy(reader.reason.data(), message, reader.reason.size() - 1);
  png_longjmp(png, 1);
}

/// libpng warns of what a film does not need, such as a damaged color profile; and, as it is told
/// to, of wrong checksums in chunks that it does, which are errors but for those of pixels.
void on_warning(png_structp png, png_const_charp message) {
  auto& reader = *static_cast<PngReader*>(png_get_error_ptr(png));
  const std::string_view text = message;
  const bool is_of_pixels = text.starts_with("IDAT");
  const bool is_checksum = text.ends_with("CRC error");
  if (!is_of_pixels && is_checksum && text.front() >= 'A' && text.front() <= 'Z') {
    on_error(png, message);
  }
  if (!is_of_pixels) return;
  std::strncpy(reader.reason.data(), message, reader.reason.size() - 1);
  (is_checksum ? reader.has_wrong_checksum : reader.has_doubtful_pixels) = true;
}

// The functions that set a jump hold nothing that needs destruction.

bool open_header(PngReader& reader) {
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  if (reader.png == nullptr) return false;
  reader.info = png_create_info_struct(reader.png);
  if (reader.info == nullptr) return false;
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;  // NOLINT: libpng's way to report
  png_set_read_fn(reader.png, &reader, on_read);
  png_set_user_limits(reader.png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);  // check_size has scored
  png_set_crc_action(reader.png, PNG_CRC_WARN_USE, PNG_CRC_NO_CHANGE);
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
  constexpr std::array<png_byte, 5> exif = {'e', 'X', 'I', 'f', 0};
  png_set_keep_unknown_chunks(reader.png, PNG_HANDLE_CHUNK_AS_DEFAULT, exif.data(), 1);
  png_read_info(reader.png, reader.info);
  png_set_expand(reader.png);
  png_read_update_info(reader.png, reader.info);
  return true;
}

bool read_row(PngReader& reader, png_bytep row) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;  // NOLINT: libpng's way to report
  png_read_row(reader.png, row, nullptr);
  return true;
}

bool read_end(PngReader& reader) {
  if (setjmp(png_jmpbuf(reader.png)) != 0) return false;  // NOLINT: libpng's way to report
  png_read_end(reader.png, nullptr);
  return true;
}

/// A pixel as libpng lays it out after expansion: 1 to 4 channels of 8 or 16 bits, big-endian.
struct Layout {
  int channels = 1;
  bool wide = false;
};

std::uint32_t sample(const png_byte* row, std::size_t index, bool wide) {
  if (!wide) return row[index];
  return (std::uint32_t{row[2 * index]} << 8U) | row[2 * index + 1];
}

std::uint32_t channel_of(const png_byte* row, std::size_t pixel, std::size_t channel,
                         const Layout& layout) {
  return sample(row, pixel * static_cast<std::size_t>(layout.channels) + channel, layout.wide);
}

std::uint16_t grey_level(const png_byte* row, std::size_t pixel, const Layout& layout) {
  const auto at = [&](std::size_t channel) { return channel_of(row, pixel, channel, layout); };
  return static_cast<std::uint16_t>(layout.channels >= 3 ? luma(at(0), at(1), at(2)) : at(0));
}

bool is_colored_pixel(const png_byte* row, std::size_t pixel, const Layout& layout) {
  if (layout.channels < 3) return false;
  const auto at = [&](std::size_t channel) { return channel_of(row, pixel, channel, layout); };
  return is_colored(at(0), at(1), at(2), layout.wide ? 65535 : 255);
}

bool has_alpha(const Layout& layout) {
  return layout.channels % 2 == 0;
}

std::uint16_t alpha_level(const png_byte* row, std::size_t pixel, const Layout& layout) {
  return static_cast<std::uint16_t>(
      channel_of(row, pixel, static_cast<std::size_t>(layout.channels - 1), layout));
}

/// The columns and rows that one of Adam7's seven passes brings; the only pass of other files.
struct Pass {
  std::uint32_t first_column = 0;
  std::uint32_t first_row = 0;
  std::uint32_t column_step = 1;
  std::uint32_t row_step = 1;
};

std::vector<Pass> passes_of(const PngReader& reader) {
  if (png_get_interlace_type(reader.png, reader.info) != PNG_INTERLACE_ADAM7) return {Pass{}};
  return {{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
          {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
}

int orientation_of(PngReader& reader) {
  png_uint_32 count = 0;
  png_bytep exif = nullptr;
  if (png_get_eXIf_1(reader.png, reader.info, &count, &exif) == 0) return 1;
  return exif_orientation({reinterpret_cast<const std::byte*>(exif), count});
}

Error stopped(const PngReader& reader, std::uint64_t rows, std::uint64_t height_pixels) {
  if (reader.ran_out) return truncated_after("PNG", rows, height_pixels);
  return corrupt_after("PNG", rows, height_pixels, reader.reason.data());
}

/// Reads what follows the pixels, and notes what is wrong with it. False where the pixels
/// themselves are in doubt.
bool end_is_sound(PngReader& reader, std::vector<std::string>& notes) {
  const bool is_whole = read_end(reader);
  if (reader.has_wrong_checksum) {
    if (!is_whole || reader.has_doubtful_pixels) return false;
    notes.emplace_back(wrong_checksum_of_pixels);
  } else if (reader.ran_out) {
    notes.emplace_back(cut_at_its_end);
  } else if (!is_whole) {
    if (std::string_view(reader.reason.data()).starts_with("IDAT")) return false;
    notes.emplace_back(damaged_at_its_end);
  }
  return true;
}

std::uint32_t big_endian_32(Bytes bytes, std::size_t offset) {
  std::uint32_t value = 0;
  for (const std::byte byte : bytes.subspan(offset, 4)) {
    value = (value << 8U) | std::to_integer<std::uint32_t>(byte);
  }
  return value;
}

}  // namespace

Result<Decoded> decode_png(Bytes bytes, const DecodeLimits& limits) {
  constexpr std::size_t header_end = 33;  // signature and IHDR, which comes first
  if (bytes.size() < header_end) return fail(ErrorCode::truncated, "PNG truncated in its header");
  const std::uint32_t width = big_endian_32(bytes, 16);
  const std::uint32_t height = big_endian_32(bytes, 20);
  CHESTLENS_CHECK(check_size("PNG", width, height, limits));

  PngReader reader(bytes);
  if (!open_header(reader)) return tl::unexpected(stopped(reader, 0, height));
  if (png_get_image_width(reader.png, reader.info) != width ||
      png_get_image_height(reader.png, reader.info) != height) {
    return fail(ErrorCode::corrupt, "PNG does not begin with its header");
  }
  const Layout layout{png_get_channels(reader.png, reader.info),
                      png_get_bit_depth(reader.png, reader.info) == 16};
  const bool is_as_stored = layout.channels == 1 && !layout.wide;
  Decoded decoded{.image = blank_image(width, height, layout.wide ? 65535 : 255)};
  GreyImage& image = decoded.image;
  std::vector<std::uint16_t> alpha(has_alpha(layout) ? image.pixels.size() : 0);
  std::vector<png_byte> row(png_get_rowbytes(reader.png, reader.info));
  std::uint64_t rows_done = 0;
  const std::vector<Pass> passes = passes_of(reader);
  for (const Pass& pass : passes) {
    if (pass.first_column >= width) continue;  // a small image has no such pass
    for (std::uint32_t y = pass.first_row; y < height; y += pass.row_step) {
      if (!read_row(reader, row.data())) return tl::unexpected(stopped(reader, rows_done, height));
      auto* line = image.pixels.data() + std::size_t{y} * width;
      std::size_t pixel = 0;
      for (std::uint32_t x = pass.first_column; x < width; x += pass.column_step) {
        line[x] = is_as_stored ? row[pixel] : grey_level(row.data(), pixel, layout);
        if (is_colored_pixel(row.data(), pixel, layout)) ++decoded.colored_pixels;
        if (!alpha.empty()) {
          alpha[std::size_t{y} * width + x] = alpha_level(row.data(), pixel, layout);
        }
        ++pixel;
      }
      if (&pass == &passes.back()) rows_done = y + 1;  // before, rows have gaps
    }
  }
  if (!end_is_sound(reader, decoded.notes)) return tl::unexpected(stopped(reader, height, height));
  if (!alpha.empty()) lay_over_black(decoded, alpha);
  decoded.orientation = orientation_of(reader);
  return decoded;
}

}  // namespace chestlens::decoder
