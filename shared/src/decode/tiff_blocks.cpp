#include "tiff_blocks.hpp"

#include <algorithm>
#include <cstring>

namespace chestlens::decoder {
namespace {

std::size_t row_bytes_of(const TiffLayout& layout) {
  const std::uint64_t samples = layout.planar ? 1 : layout.samples;
  return static_cast<std::size_t>((layout.block_width * samples * layout.bits + 7) / 8);
}

/// A whole number that libtiff has brought into this machine's byte order.
template <typename Word>
std::uint64_t word_at(const std::uint8_t* row, std::size_t index) {
  Word word = 0;
  std::memcpy(&word, row + index * sizeof(Word), sizeof(Word));
  return word;
}

/// `bits` of a row, the most significant first.
std::uint64_t packed_bits(const std::uint8_t* row, std::size_t first_bit, std::size_t bits) {
  std::uint64_t value = 0;
  for (std::size_t bit = first_bit; bit < first_bit + bits; ++bit) {
    value = value << 1U | (row[bit / 8] >> (7U - bit % 8) & 1U);
  }
  return value;
}

}  // namespace

TiffLayout read_tiff_layout(TIFF* tiff) {
  TiffLayout layout;
  layout.width = tag_or_default<std::uint32_t>(tiff, TIFFTAG_IMAGEWIDTH, 0);
  layout.height = tag_or_default<std::uint32_t>(tiff, TIFFTAG_IMAGELENGTH, 0);
  layout.bits = tag_or_default<std::uint16_t>(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  layout.samples = tag_or_default<std::uint16_t>(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  layout.sample_format =
      tag_or_default<std::uint16_t>(tiff, TIFFTAG_SAMPLEFORMAT, SAMPLEFORMAT_UINT);
  layout.photometric =
      tag_or_default<std::uint16_t>(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISBLACK);
  layout.compression = tag_or_default<std::uint16_t>(tiff, TIFFTAG_COMPRESSION, COMPRESSION_NONE);
  layout.orientation =
      tag_or_default<std::uint16_t>(tiff, TIFFTAG_ORIENTATION, ORIENTATION_TOPLEFT);
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

TiffBlock::TiffBlock(TIFF* tiff, const TiffLayout& layout)
    : tiff_(tiff), layout_(layout), row_bytes_(row_bytes_of(layout)) {
  const tmsize_t bytes = layout.tiled ? TIFFTileSize(tiff) : TIFFStripSize(tiff);
  planes_.resize(layout.planar ? layout.samples : 1,
                 std::vector<std::uint8_t>(static_cast<std::size_t>(std::max<tmsize_t>(bytes, 0))));
}

bool TiffBlock::read(std::uint32_t x, std::uint32_t y) {
  const std::uint32_t rows =
      layout_.tiled ? layout_.block_height : std::min(layout_.block_height, layout_.height - y);
  std::uint16_t plane = 0;
  for (std::vector<std::uint8_t>& buffer : planes_) {
    const tmsize_t wanted = layout_.tiled ? TIFFTileSize(tiff_) : TIFFVStripSize(tiff_, rows);
    if (wanted <= 0 || static_cast<std::size_t>(wanted) > buffer.size()) return false;
    if (static_cast<std::size_t>(wanted) < row_bytes_ * rows) return false;
    const tmsize_t got =
        layout_.tiled
            ? TIFFReadEncodedTile(tiff_, TIFFComputeTile(tiff_, x, y, 0, plane), buffer.data(),
                                  wanted)
            : TIFFReadEncodedStrip(tiff_, TIFFComputeStrip(tiff_, y, plane), buffer.data(), wanted);
    if (got != wanted) return false;
    ++plane;
  }
  return true;
}

std::uint64_t TiffBlock::sample(std::size_t x, std::size_t y, std::size_t channel) const {
  const std::uint8_t* row = planes_[layout_.planar ? channel : 0].data() + y * row_bytes_;
  const std::size_t index = layout_.planar ? x : x * layout_.samples + channel;
  switch (layout_.bits) {
    case 8:
      return row[index];
    case 16:
      return word_at<std::uint16_t>(row, index);
    case 32:
      return word_at<std::uint32_t>(row, index);
    case 64:
      return word_at<std::uint64_t>(row, index);
    default:
      return packed_bits(row, index * layout_.bits, layout_.bits);
  }
}

Status each_tiff_pixel(TIFF* tiff, const TiffSource& source, const TiffLayout& layout,
                       const StorePixel& store) {
  TiffBlock block(tiff, layout);
  for (std::uint32_t y0 = 0; y0 < layout.height; y0 += layout.block_height) {
    for (std::uint32_t x0 = 0; x0 < layout.width; x0 += layout.block_width) {
      if (!block.read(x0, y0) || source.ran_out) {
        return tl::unexpected(tiff_stopped(source, y0, layout.height));
      }
      const std::size_t columns = std::min(layout.block_width, layout.width - x0);
      const std::size_t rows = std::min(layout.block_height, layout.height - y0);
      for (std::size_t y = 0; y < rows; ++y) {
        const std::size_t line = (y0 + y) * layout.width + x0;
        for (std::size_t x = 0; x < columns; ++x) store(block, x, y, line + x);
      }
    }
  }
  return {};
}

}  // namespace chestlens::decoder
