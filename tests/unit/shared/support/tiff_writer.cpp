#include "image_writers.hpp"

#include <tiffio.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <stdexcept>

namespace chestlens::testing {
namespace {

struct File {
  Bytes bytes;
  std::size_t offset = 0;
};

File& file_of(thandle_t handle) {
  return *static_cast<File*>(handle);
}

tmsize_t on_read(thandle_t handle, void* target, tmsize_t count) {
  File& file = file_of(handle);
  const std::size_t left = file.bytes.size() - std::min(file.offset, file.bytes.size());
  const std::size_t taken = std::min(left, static_cast<std::size_t>(count));
  if (taken > 0) std::memcpy(target, file.bytes.data() + file.offset, taken);
  file.offset += taken;
  return static_cast<tmsize_t>(taken);
}

tmsize_t on_write(thandle_t handle, void* source, tmsize_t count) {
  File& file = file_of(handle);
  const auto size = static_cast<std::size_t>(count);
  file.bytes.resize(std::max(file.bytes.size(), file.offset + size));
  std::memcpy(file.bytes.data() + file.offset, source, size);
  file.offset += size;
  return count;
}

toff_t on_seek(thandle_t handle, toff_t offset, int origin) {
  File& file = file_of(handle);
  if (origin == SEEK_CUR) offset += file.offset;
  if (origin == SEEK_END) offset += file.bytes.size();
  file.offset = static_cast<std::size_t>(offset);
  return offset;
}

int on_close(thandle_t /*handle*/) {
  return 0;
}

toff_t on_size(thandle_t handle) {
  return file_of(handle).bytes.size();
}

void set_fields(TIFF* tiff, const Raster& raster, const TiffOptions& options) {
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(raster.width));
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, static_cast<std::uint32_t>(raster.height));
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE,
               options.wide_bits > 0 ? static_cast<int>(options.wide_bits) : raster.bits);
  if (options.orientation != 1) TIFFSetField(tiff, TIFFTAG_ORIENTATION, options.orientation);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, raster.channels);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, options.photometric);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, options.compression);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG,
               options.planar ? PLANARCONFIG_SEPARATE : PLANARCONFIG_CONTIG);
  if (options.photometric == PHOTOMETRIC_YCBCR) TIFFSetField(tiff, TIFFTAG_YCBCRSUBSAMPLING, 1, 1);
  if (options.predictor != 1) TIFFSetField(tiff, TIFFTAG_PREDICTOR, options.predictor);
  if (options.sample_format) TIFFSetField(tiff, TIFFTAG_SAMPLEFORMAT, *options.sample_format);
  if (options.extra_sample) TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, 1, &*options.extra_sample);
  if (options.tile > 0) {
    TIFFSetField(tiff, TIFFTAG_TILEWIDTH, options.tile);
    TIFFSetField(tiff, TIFFTAG_TILELENGTH, options.tile);
  } else {
    TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, options.rows_per_strip);
  }
  if (!options.palette.empty()) {
    std::array<std::vector<std::uint16_t>, 3> map;
    for (std::size_t c = 0; c < 3; ++c) {
      for (const Color& color : options.palette) map[c].push_back(color[c]);
      map[c].resize(std::size_t{1} << static_cast<unsigned>(raster.bits));
    }
    TIFFSetField(tiff, TIFFTAG_COLORMAP, map[0].data(), map[1].data(), map[2].data());
  }
}

template <typename Value>
void append(std::vector<std::uint8_t>& bytes, Value value) {
  std::array<std::uint8_t, sizeof(Value)> native{};
  std::memcpy(native.data(), &value, sizeof value);
  bytes.insert(bytes.end(), native.begin(), native.end());
}

/// Samples of fewer than 8 bits, or of 12: the most significant bit first, rows of whole bytes.
struct PackedBits {
  std::vector<std::uint8_t>& bytes;
  std::uint32_t pending = 0;
  int pending_bits = 0;

  void put(std::uint32_t value, int bits) {
    pending = pending << static_cast<unsigned>(bits) | value;
    for (pending_bits += bits; pending_bits >= 8; pending_bits -= 8) {
      bytes.push_back(
          static_cast<std::uint8_t>(pending >> static_cast<unsigned>(pending_bits - 8)));
    }
  }
  void end_row() {
    if (pending_bits > 0) put(0, 8 - pending_bits);
  }
};

/// The samples of one strip or tile of one plane, zero beyond the image.
std::vector<std::uint8_t> block_bytes(const Raster& raster, const TiffOptions& options, int x0,
                                      int y0, int width, int height, int first_channel,
                                      int channels) {
  std::vector<std::uint8_t> bytes;
  PackedBits packed{bytes};
  for (int y = y0; y < y0 + height; ++y) {
    for (int x = x0; x < x0 + width; ++x) {
      for (int c = first_channel; c < first_channel + channels; ++c) {
        const bool inside = x < raster.width && y < raster.height;
        const std::uint16_t sample = inside ? raster.at(x, y, c) : std::uint16_t{0};
        if (options.wide_bits == 32 && options.sample_format == SAMPLEFORMAT_IEEEFP) {
          append(bytes, static_cast<float>(sample));
        } else if (options.wide_bits == 32) {
          append(bytes, std::uint32_t{sample});
        } else if (raster.bits == 16) {
          append(bytes, sample);
        } else if (raster.bits == 8) {
          bytes.push_back(static_cast<std::uint8_t>(sample));
        } else {
          packed.put(sample, raster.bits);
        }
      }
    }
    packed.end_row();
  }
  return bytes;
}

void write_blocks(TIFF* tiff, const Raster& raster, const TiffOptions& options) {
  const bool tiled = options.tile > 0;
  const int width = tiled ? static_cast<int>(options.tile) : raster.width;
  const int height = static_cast<int>(tiled ? options.tile : options.rows_per_strip);
  const int planes = options.planar ? raster.channels : 1;
  for (int plane = 0; plane < planes; ++plane) {
    for (int y = 0; y < raster.height; y += height) {
      for (int x = 0; x < raster.width; x += width) {
        const int rows = tiled ? height : std::min(height, raster.height - y);
        auto bytes = block_bytes(raster, options, x, y, width, rows, plane,
                                 options.planar ? 1 : raster.channels);
        const auto size = static_cast<tmsize_t>(bytes.size());
        const auto sample = static_cast<std::uint16_t>(plane);
        const auto [column, row] =
            std::pair(static_cast<std::uint32_t>(x), static_cast<std::uint32_t>(y));
        const tmsize_t written =
            tiled ? TIFFWriteEncodedTile(tiff, TIFFComputeTile(tiff, column, row, 0, sample),
                                         bytes.data(), size)
                  : TIFFWriteEncodedStrip(tiff, TIFFComputeStrip(tiff, row, sample), bytes.data(),
                                          size);
        if (written != size) throw std::runtime_error("libtiff did not write a block");
      }
    }
  }
}

Raster inverted(Raster raster) {
  const std::uint16_t max = raster.max_level();
  for (std::uint16_t& sample : raster.samples) sample = static_cast<std::uint16_t>(max - sample);
  return raster;
}

}  // namespace

Bytes write_tiff(const Raster& raster, const TiffOptions& options) {
  TIFFSetWarningHandler(nullptr);  // that the old deflate code is old
  File file;
  const std::string mode =
      std::string("w") + (options.big_endian ? "b" : "l") + (options.big_tiff ? "8" : "");
  const std::unique_ptr<TIFF, decltype(&TIFFClose)> tiff(
      TIFFClientOpen("film", mode.c_str(), &file, on_read, on_write, on_seek, on_close, on_size,
                     nullptr, nullptr),
      &TIFFClose);
  if (tiff == nullptr) throw std::runtime_error("libtiff did not open a file in memory");
  for (int page = 0; page < options.pages; ++page) {
    set_fields(tiff.get(), raster, options);
    write_blocks(tiff.get(), page == 0 ? raster : inverted(raster), options);
    TIFFWriteDirectory(tiff.get());
  }
  if (!options.largest.samples.empty()) {
    set_fields(tiff.get(), options.largest, options);
    write_blocks(tiff.get(), options.largest, options);
    TIFFWriteDirectory(tiff.get());
  }
  return file.bytes;
}

}  // namespace chestlens::testing
