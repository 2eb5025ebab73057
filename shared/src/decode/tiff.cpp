// TIFF by libtiff: strips or tiles, 8 or 16 bits, grey (black or white is zero), RGB, palette,
// extra samples, interleaved or planar; uncompressed, LZW, deflate or PackBits. The first image of
// a file is read. An orientation tag is not applied: the stored rows are the film.
#include "decoder.hpp"
#include "pixel.hpp"
#include "tiff_header.hpp"

#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace chestlens::decoder {
namespace {

/// The file as libtiff's input, with what went wrong first.
struct Source {
  Bytes bytes;
  std::uint64_t offset = 0;
  bool ran_out = false;
  std::string reason = {};
};

tmsize_t on_read(thandle_t handle, void* target, tmsize_t count) {
  auto& source = *static_cast<Source*>(handle);
  const std::uint64_t size = source.bytes.size();
  const std::uint64_t left = source.offset < size ? size - source.offset : 0;
  const std::uint64_t taken = std::min<std::uint64_t>(left, static_cast<std::uint64_t>(count));
  if (taken < static_cast<std::uint64_t>(count)) source.ran_out = true;
  if (taken > 0) {
    std::memcpy(target, source.bytes.data() + source.offset, static_cast<std::size_t>(taken));
  }
  source.offset += taken;
  return static_cast<tmsize_t>(taken);
}

tmsize_t on_write(thandle_t /*handle*/, void* /*data*/, tmsize_t /*count*/) {
  return 0;
}

toff_t on_seek(thandle_t handle, toff_t offset, int origin) {
  auto& source = *static_cast<Source*>(handle);
  if (origin == SEEK_CUR) offset += source.offset;
  if (origin == SEEK_END) offset += source.bytes.size();
  return source.offset = offset;
}

int on_close(thandle_t /*handle*/) {
  return 0;
}

toff_t on_size(thandle_t handle) {
  return static_cast<Source*>(handle)->bytes.size();
}

int on_error(TIFF* /*tiff*/, void* user_data, const char* /*module*/, const char* format,
             std::va_list arguments) {
  auto& source = *static_cast<Source*>(user_data);
  if (source.reason.empty()) {
    std::array<char, 200> text{};
    std::vsnprintf(text.data(), text.size(), format, arguments);
    source.reason = text.data();
  }
  return 1;  // handled: nothing is printed
}

int on_warning(TIFF* /*tiff*/, void* /*user_data*/, const char* /*module*/, const char* /*format*/,
               std::va_list /*arguments*/) {
  return 1;  // unknown tags and the like
}

using TiffHandle = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

TiffHandle open_tiff(Source& source) {
  const std::unique_ptr<TIFFOpenOptions, decltype(&TIFFOpenOptionsFree)> options(
      TIFFOpenOptionsAlloc(), &TIFFOpenOptionsFree);
  if (options == nullptr) return {nullptr, &TIFFClose};
  // Lists of strips and compressed strips: a header must not make libtiff ask for more.
  constexpr std::size_t working_bytes = std::size_t{64} << 20U;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options.get(),
                                      static_cast<tmsize_t>(source.bytes.size() + working_bytes));
  TIFFOpenOptionsSetErrorHandlerExtR(options.get(), on_error, &source);
  TIFFOpenOptionsSetWarningHandlerExtR(options.get(), on_warning, nullptr);
  return {TIFFClientOpenExt("film", "rm", &source, on_read, on_write, on_seek, on_close, on_size,
                            nullptr, nullptr, options.get()),
          &TIFFClose};
}

template <typename Value>
Value tag_or_default(TIFF* tiff, std::uint32_t tag, Value fallback) {
  Value value = fallback;
  return TIFFGetFieldDefaulted(tiff, tag, &value) == 1 ? value : fallback;
}

struct Layout {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t bits = 1;
  std::uint16_t samples = 1;
  std::uint16_t photometric = PHOTOMETRIC_MINISBLACK;
  bool planar = false;
  bool tiled = false;
  std::uint32_t block_width = 0;  // of a tile; a strip spans the film
  std::uint32_t block_height = 0;
  int alpha_sample = -1;               // the sample to multiply with, -1 for none
  std::vector<std::uint16_t> palette;  // grey levels

  std::uint16_t color_samples() const { return photometric == PHOTOMETRIC_RGB ? 3 : 1; }
  std::uint32_t max_level() const { return bits == 16 ? 65535 : 255; }
};

Layout read_layout(TIFF* tiff) {
  Layout layout;
  layout.width = tag_or_default<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  layout.height = tag_or_default<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  layout.bits = tag_or_default<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  layout.samples = tag_or_default<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  layout.photometric =
      tag_or_default<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  layout.planar = tag_or_default<std::uint16_t>(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG) ==
                  PLANARCONFIG_SEPARATE;
  layout.tiled = TIFFIsTiled(tiff) != 0;
  if (layout.tiled) {
    layout.block_width = tag_or_default<std::uint32_t>(tiff, TIFFTAG_TILEWIDTH, 0);
    layout.block_height = tag_or_default<std::uint32_t>(tiff, TIFFTAG_TILELENGTH, 0);
  } else {
    layout.block_width = layout.width;
    layout.block_height = std::min(
        layout.height, tag_or_default<std::uint32_t>(tiff, TIFFTAG_ROWSPERSTRIP, layout.height));
  }
  return layout;
}

Status check_kind(TIFF* tiff, const Layout& layout) {
  const auto unsupported = [](const std::string& what) {
    return fail(ErrorCode::unsupported, "TIFF " + what);
  };
  const auto compression =
      tag_or_default<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  constexpr std::array<std::uint16_t, 5> compressions{COMPRESSION_NONE, COMPRESSION_LZW,
                                                      COMPRESSION_ADOBE_DEFLATE,
                                                      COMPRESSION_DEFLATE, COMPRESSION_PACKBITS};
  if (std::find(compressions.begin(), compressions.end(), compression) == compressions.end()) {
    return unsupported(fmt::format(
        "with compression {}; uncompressed, LZW, deflate and PackBits are read", compression));
  }
  const bool has_palette = layout.photometric == PHOTOMETRIC_PALETTE;
  if (layout.photometric != PHOTOMETRIC_MINISBLACK &&
      layout.photometric != PHOTOMETRIC_MINISWHITE && layout.photometric != PHOTOMETRIC_RGB &&
      !has_palette) {
    return unsupported(fmt::format(
        "of photometric interpretation {}; grey, RGB and palette are read", layout.photometric));
  }
  if (layout.bits != 8 && (layout.bits != 16 || has_palette)) {
    return unsupported(fmt::format("{} of {} bits per sample; {} read",
                                   has_palette ? "palette" : "film", layout.bits,
                                   has_palette ? "8 are" : "8 and 16 are"));
  }
  const auto sample_format =
      tag_or_default<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  if (sample_format != SAMPLEFORMAT_UINT && sample_format != SAMPLEFORMAT_VOID) {
    return unsupported("of signed or floating-point samples; unsigned ones are read");
  }
  constexpr std::uint16_t most_samples = 8;
  if (layout.samples < layout.color_samples() || layout.samples > most_samples) {
    return fail(ErrorCode::corrupt, fmt::format("TIFF of {} samples per pixel", layout.samples));
  }
  return {};
}

/// Colors of 16 bits to grey levels of 8.
Status read_palette(TIFF* tiff, Layout& layout) {
  std::uint16_t* red = nullptr;
  std::uint16_t* green = nullptr;
  std::uint16_t* blue = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue) != 1) {
    return fail(ErrorCode::corrupt, "TIFF palette image without its palette");
  }
  constexpr std::size_t palette_colors = 256;
  layout.palette.resize(palette_colors);
  for (std::size_t i = 0; i < palette_colors; ++i) {
    layout.palette[i] =
        static_cast<std::uint16_t>(rescale(luma(red[i], green[i], blue[i]), 65535, 255));
  }
  return {};
}

/// The first extra sample, if it is an alpha that the colors were not yet multiplied with.
int alpha_sample_of(TIFF* tiff, const Layout& layout) {
  std::uint16_t count = 0;
  std::uint16_t* kinds = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1 || count == 0) return -1;
  if (layout.samples == layout.color_samples()) return -1;
  return kinds[0] == EXTRASAMPLE_UNASSALPHA ? layout.color_samples() : -1;
}

Status check_blocks(const Layout& layout, const DecodeLimits& limits) {
  if (layout.block_width == 0 || layout.block_height == 0) {
    return fail(ErrorCode::corrupt, "TIFF whose strips or tiles are empty");
  }
  return check_size("TIFF tile", layout.block_width, layout.block_height, limits);
}

/// Samples of one strip or tile: all interleaved, or a buffer for each plane.
using Block = std::vector<std::vector<std::uint8_t>>;

Block make_block(TIFF* tiff, const Layout& layout) {
  const tmsize_t bytes = layout.tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  return Block(layout.planar ? layout.samples : 1,
               std::vector<std::uint8_t>(static_cast<std::size_t>(std::max<tmsize_t>(bytes, 0))));
}

bool read_block(TIFF* tiff, const Layout& layout, std::uint32_t x, std::uint32_t y, Block& block) {
  const std::uint32_t rows =
      layout.tiled ? layout.block_height : std::min(layout.block_height, layout.height - y);
  std::uint16_t plane = 0;
  for (std::vector<std::uint8_t>& buffer : block) {
    const tmsize_t wanted = layout.tiled ? TIFFTileSize(tiff) : TIFFVStripSize(tiff, rows);
    if (wanted <= 0 || static_cast<std::size_t>(wanted) > buffer.size()) return false;
    const tmsize_t got =
        layout.tiled
            ? TIFFReadEncodedTile(tiff, TIFFComputeTile(tiff, x, y, 0, plane), buffer.data(),
                                  wanted)
            : TIFFReadEncodedStrip(tiff, TIFFComputeStrip(tiff, y, plane), buffer.data(), wanted);
    if (got != wanted) return false;
    ++plane;
  }
  return true;
}

std::uint32_t sample(const Block& block, const Layout& layout, std::size_t pixel,
                     std::size_t channel) {
  const std::vector<std::uint8_t>& buffer = block[layout.planar ? channel : 0];
  const std::size_t index = layout.planar ? pixel : pixel * layout.samples + channel;
  if (layout.bits == 8) return buffer[index];
  std::uint16_t value = 0;  // libtiff has brought the bytes into this machine's order
  std::memcpy(&value, buffer.data() + 2 * index, sizeof value);
  return value;
}

std::uint16_t grey_level(const Block& block, const Layout& layout, std::size_t pixel) {
  std::uint32_t level = sample(block, layout, pixel, 0);
  if (layout.photometric == PHOTOMETRIC_RGB) {
    level = luma(level, sample(block, layout, pixel, 1), sample(block, layout, pixel, 2));
  } else if (layout.photometric == PHOTOMETRIC_PALETTE) {
    level = layout.palette[level];
  } else if (layout.photometric == PHOTOMETRIC_MINISWHITE) {
    level = layout.max_level() - level;
  }
  if (layout.alpha_sample >= 0) {
    const auto alpha = static_cast<std::size_t>(layout.alpha_sample);
    level = over_black(level, sample(block, layout, pixel, alpha), layout.max_level());
  }
  return static_cast<std::uint16_t>(level);
}

void store_block(const Block& block, const Layout& layout, std::uint32_t x0, std::uint32_t y0,
                 GreyImage& image) {
  const std::uint32_t columns = std::min(layout.block_width, layout.width - x0);
  const std::uint32_t rows = std::min(layout.block_height, layout.height - y0);
  for (std::size_t y = 0; y < rows; ++y) {
    auto* line = image.pixels.data() + (y0 + y) * layout.width + x0;
    for (std::size_t x = 0; x < columns; ++x) {
      line[x] = grey_level(block, layout, y * layout.block_width + x);
    }
  }
}

Error stopped(const Source& source, std::uint64_t rows, std::uint64_t height_pixels) {
  if (source.ran_out) return truncated_after("TIFF", rows, height_pixels);
  return corrupt_after("TIFF", rows, height_pixels,
                       source.reason.empty() ? "its data ends early" : source.reason);
}

}  // namespace

Result<GreyImage> decode_tiff(Bytes bytes, const DecodeLimits& limits) {
  CHESTLENS_CHECK(check_tiff_header(bytes, limits));
  Source source{.bytes = bytes};
  const TiffHandle tiff = open_tiff(source);
  // libtiff does without what lies beyond the end, a palette or a list of strips.
  if (tiff == nullptr || source.ran_out) return tl::unexpected(stopped(source, 0, 0));
  Layout layout = read_layout(tiff.get());
  CHESTLENS_CHECK(check_size("TIFF", layout.width, layout.height, limits));
  CHESTLENS_CHECK(check_kind(tiff.get(), layout));
  CHESTLENS_CHECK(check_blocks(layout, limits));
  if (layout.photometric == PHOTOMETRIC_PALETTE) {
    CHESTLENS_CHECK(read_palette(tiff.get(), layout));
  }
  layout.alpha_sample = alpha_sample_of(tiff.get(), layout);

  Block block = make_block(tiff.get(), layout);
  GreyImage image =
      blank_image(layout.width, layout.height, static_cast<std::uint16_t>(layout.max_level()));
  for (std::uint32_t y = 0; y < layout.height; y += layout.block_height) {
    for (std::uint32_t x = 0; x < layout.width; x += layout.block_width) {
      if (!read_block(tiff.get(), layout, x, y, block) || source.ran_out) {
        return tl::unexpected(stopped(source, y, layout.height));
      }
      store_block(block, layout, x, y, image);
    }
  }
  return image;
}

}  // namespace chestlens::decoder
