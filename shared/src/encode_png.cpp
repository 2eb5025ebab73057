#include "window.hpp"

#include <chestlens/encode.hpp>
#include <chestlens/text.hpp>

#include <fmt/format.h>
#include <png.h>

#include <csetjmp>
#include <cstring>
#include <new>
#include <span>

namespace chestlens {
namespace {

/// Pixels as libpng writes them: rows of whole bytes, 16-bit samples big-endian.
struct Raster {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  int bit_depth = 8;
  int color_type = PNG_COLOR_TYPE_GRAY;
  std::span<const std::uint8_t> bytes;
};

struct PngWriter {
  std::vector<std::byte> bytes;
  std::string reason;
  png_structp png = nullptr;
  png_infop info = nullptr;

  PngWriter() = default;
  PngWriter(const PngWriter&) = delete;
  PngWriter& operator=(const PngWriter&) = delete;
  ~PngWriter() { png_destroy_write_struct(&png, &info); }
};

bool append(PngWriter& writer, png_bytep data, png_size_t count) {
  try {
    const auto* first = reinterpret_cast<const std::byte*>(data);
    writer.bytes.insert(writer.bytes.end(), first, first + count);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void on_write(png_structp png, png_bytep data, png_size_t count) {
  if (!append(*static_cast<PngWriter*>(png_get_io_ptr(png)), data, count)) {
    png_error(png, "out of memory");
  }
}

void on_flush(png_structp /*png*/) {}

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  static_cast<PngWriter*>(png_get_error_ptr(png))->reason = message;
  png_longjmp(png, 1);
}

void on_warning(png_structp /*png*/, png_const_charp /*message*/) {}

// Sets a jump, so it holds nothing that needs destruction.
bool write_raster(PngWriter& writer, const Raster& raster) {
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, on_error, on_warning);
  if (writer.png == nullptr) return false;
  writer.info = png_create_info_struct(writer.png);
  if (writer.info == nullptr) return false;
  if (setjmp(png_jmpbuf(writer.png)) != 0) return false;  // NOLINT: libpng's way to report
  png_set_write_fn(writer.png, &writer, on_write, on_flush);
  png_set_IHDR(writer.png, writer.info, raster.width, raster.height, raster.bit_depth,
               raster.color_type, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer.png, writer.info);
  const png_size_t row_bytes = png_get_rowbytes(writer.png, writer.info);
  for (png_size_t y = 0; y < raster.height; ++y) {
    png_write_row(writer.png, raster.bytes.data() + y * row_bytes);
  }
  png_write_end(writer.png, nullptr);
  return true;
}

Result<std::vector<std::byte>> encode(const Raster& raster) {
  PngWriter writer;
  if (!write_raster(writer, raster)) {
    return fail(ErrorCode::runtime, "a PNG of " + describe_size(raster.width, raster.height) +
                                        " pixels cannot be written: " + writer.reason);
  }
  return std::move(writer.bytes);
}

tl::unexpected<Error> empty_image() {
  return fail(ErrorCode::invalid_argument, "the image is empty or its pixels do not fill its size");
}

}  // namespace

Result<std::vector<std::byte>> encode_png(const GreyImage& image) {
  if (!is_filled(image)) return empty_image();
  std::vector<std::uint8_t> bytes;
  const bool wide = image.max_level > 255;
  bytes.reserve(image.pixels.size() * (wide ? 2 : 1));
  for (const std::uint16_t level : image.pixels) {
    if (level > image.max_level) {
      return fail(ErrorCode::invalid_argument,
                  fmt::format("a grey level of {} exceeds the image's maximum of {}", level,
                              image.max_level));
    }
    if (wide) bytes.push_back(static_cast<std::uint8_t>(level >> 8U));
    bytes.push_back(static_cast<std::uint8_t>(level));
  }
  return encode({static_cast<std::uint32_t>(image.width_pixels),
                 static_cast<std::uint32_t>(image.height_pixels), wide ? 16 : 8,
                 PNG_COLOR_TYPE_GRAY, bytes});
}

Result<std::vector<std::byte>> encode_png(const RgbaImage& image) {
  if (image.width_pixels <= 0 || image.height_pixels <= 0 ||
      image.pixels.size() != 4 * area_pixels(image.width_pixels, image.height_pixels)) {
    return empty_image();
  }
  return encode({static_cast<std::uint32_t>(image.width_pixels),
                 static_cast<std::uint32_t>(image.height_pixels), 8, PNG_COLOR_TYPE_RGB_ALPHA,
                 image.pixels});
}

}  // namespace chestlens
