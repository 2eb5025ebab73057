#include "image_writers.hpp"

#include <cstdlib>

namespace chestlens::testing {
namespace {

Bytes packed_row(const BmpFile& file, std::size_t row) {
  ByteWriter bytes;
  const auto width = static_cast<std::size_t>(file.width);
  std::uint32_t pending = 0;
  std::uint32_t pending_bits = 0;
  for (std::size_t x = 0; x < width; ++x) {
    const std::uint32_t pixel = file.pixels[row * width + x];
    if (file.bits_per_pixel >= 8) {
      for (std::uint32_t shift = 0; shift < file.bits_per_pixel; shift += 8)
        bytes.u8(pixel >> shift);
      continue;
    }
    pending = pending << file.bits_per_pixel | pixel;
    pending_bits += file.bits_per_pixel;
    if (pending_bits == 8) {
      bytes.u8(pending);
      pending = pending_bits = 0;
    }
  }
  if (pending_bits > 0) bytes.u8(pending << (8 - pending_bits));
  while (bytes.size() % 4 != 0) bytes.u8(0);
  return bytes.take();
}

void append_info(ByteWriter& out, const BmpFile& file) {
  const auto width = static_cast<std::uint32_t>(file.width);
  const auto height = static_cast<std::uint32_t>(file.height);
  const std::size_t start = out.size();
  out.u32(file.info_bytes);
  if (file.info_bytes == 12) {
    out.u16(width).u16(height).u16(1).u16(file.bits_per_pixel);
    return;
  }
  out.u32(width).u32(height).u16(1).u16(file.bits_per_pixel).u32(file.compression);
  out.u32(0).u32(2835).u32(2835).u32(static_cast<std::uint32_t>(file.palette.size())).u32(0);
  if (file.compression == 3) {
    const std::size_t masks = file.info_bytes >= 56 ? 4 : 3;
    for (std::size_t i = 0; i < masks; ++i) out.u32(file.masks[i]);
  }
  while (out.size() < start + file.info_bytes) out.u8(0);
}

}  // namespace

Bytes write_bmp(const BmpFile& file) {
  ByteWriter info;
  append_info(info, file);
  for (const Color& color : file.palette) {
    info.u8(color[2]).u8(color[1]).u8(color[0]);
    if (file.info_bytes != 12) info.u8(0);
  }
  ByteWriter rows;
  const auto count = static_cast<std::size_t>(std::abs(file.height));
  for (std::size_t y = 0; y < count; ++y) {
    rows.bytes(packed_row(file, file.height < 0 ? y : count - 1 - y));
  }
  const auto offset = static_cast<std::uint32_t>(14 + info.size());
  ByteWriter out;
  out.text("BM").u32(offset + static_cast<std::uint32_t>(rows.size())).u32(0).u32(offset);
  out.bytes(info.take()).bytes(rows.take());
  return out.take();
}

}  // namespace chestlens::testing
