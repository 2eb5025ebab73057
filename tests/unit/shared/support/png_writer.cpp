#include "image_writers.hpp"

#include <zlib.h>

namespace chestlens::testing {
namespace {

std::uint32_t checksum(std::span<const std::byte> bytes) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

void append_chunk(ByteWriter& file, std::string_view type, const Bytes& data) {
  ByteWriter body(true);
  body.text(type).bytes(data);
  const Bytes bytes = body.take();
  file.u32(static_cast<std::uint32_t>(data.size())).bytes(bytes).u32(checksum(bytes));
}

std::uint32_t color_type(const Raster& raster, const PngOptions& options) {
  if (!options.palette.empty()) return 3;
  constexpr std::array<std::uint32_t, 5> types{0, 0, 4, 2, 6};
  return types.at(static_cast<std::size_t>(raster.channels));
}

/// One filtered row (filter 0) of the pixels at first, first + step, ...
void append_row(ByteWriter& rows, const Raster& raster, int y, int first, int step) {
  rows.u8(0);
  std::uint32_t pending = 0;
  int pending_bits = 0;
  for (int x = first; x < raster.width; x += step) {
    for (int c = 0; c < raster.channels; ++c) {
      const std::uint32_t sample = raster.at(x, y, c);
      if (raster.bits >= 8) {
        raster.bits == 16 ? rows.u16(sample) : rows.u8(sample);
        continue;
      }
      pending = (pending << static_cast<unsigned>(raster.bits)) | sample;
      pending_bits += raster.bits;
      if (pending_bits == 8) {
        rows.u8(pending);
        pending = 0;
        pending_bits = 0;
      }
    }
  }
  if (pending_bits > 0) rows.u8(pending << static_cast<unsigned>(8 - pending_bits));
}

Bytes filtered_rows(const Raster& raster, bool interlaced) {
  struct Pass {
    int x, y, dx, dy;
  };
  const std::vector<Pass> adam7{{0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4},
                                {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}};
  ByteWriter rows(true);
  for (const Pass& pass : interlaced ? adam7 : std::vector<Pass>{{0, 0, 1, 1}}) {
    if (pass.x >= raster.width) continue;
    for (int y = pass.y; y < raster.height; y += pass.dy) {
      append_row(rows, raster, y, pass.x, pass.dx);
    }
  }
  return rows.take();
}

Bytes deflated(const Bytes& data) {
  uLongf size = compressBound(static_cast<uLong>(data.size()));
  Bytes result(size);
  compress(reinterpret_cast<Bytef*>(result.data()), &size,
           reinterpret_cast<const Bytef*>(data.data()), static_cast<uLong>(data.size()));
  result.resize(size);
  return result;
}

Bytes transparency(const Raster& raster, const PngOptions& options) {
  ByteWriter data(true);
  for (const std::uint8_t alpha : options.palette_alpha) data.u8(alpha);
  if (options.transparent) {
    for (std::size_t c = 0; c < (raster.channels == 1 ? 1U : 3U); ++c) {
      data.u16((*options.transparent)[c]);
    }
  }
  return data.take();
}

}  // namespace

Bytes write_png(const Raster& raster, const PngOptions& options) {
  ByteWriter file(true);
  file.text("\x89PNG\r\n\x1a\n");
  ByteWriter header(true);
  header.u32(static_cast<std::uint32_t>(raster.width))
      .u32(static_cast<std::uint32_t>(raster.height))
      .u8(static_cast<std::uint32_t>(raster.bits))
      .u8(color_type(raster, options))
      .u8(0)
      .u8(0)
      .u8(options.interlaced ? 1 : 0);
  append_chunk(file, "IHDR", header.take());
  if (!options.palette.empty()) {
    ByteWriter palette(true);
    for (const Color& color : options.palette) {
      for (const std::uint16_t level : color) palette.u8(level);
    }
    append_chunk(file, "PLTE", palette.take());
  }
  if (const Bytes alpha = transparency(raster, options); !alpha.empty()) {
    append_chunk(file, "tRNS", alpha);
  }
  append_chunk(file, "IDAT", deflated(filtered_rows(raster, options.interlaced)));
  append_chunk(file, "IEND", {});
  return file.take();
}

void repair_png_checksums(Bytes& png) {
  std::size_t at = 8;
  while (at + 12 <= png.size()) {
    std::size_t length = 0;
    for (std::size_t i = 0; i < 4; ++i)
      length = length << 8U | std::to_integer<unsigned>(png[at + i]);
    if (length > png.size() - at - 12) return;
    const std::uint32_t sum = checksum(std::span(png).subspan(at + 4, length + 4));
    for (unsigned i = 0; i < 4; ++i) {
      png[at + 8 + length + i] = static_cast<std::byte>(sum >> (24U - 8U * i));
    }
    at += length + 12;
  }
}

}  // namespace chestlens::testing
