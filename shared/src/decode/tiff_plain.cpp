#include "pixel.hpp"
#include "tiff_films.hpp"

#include <fmt/format.h>

#include <optional>

namespace chestlens::decoder {
namespace {

constexpr std::uint16_t most_bits = 16;

/// The range of grey levels that a page's become: 8 bits and less, or more.
std::uint16_t max_level_of(const TiffLayout& layout) {
  return layout.bits <= 8 || layout.photometric == PHOTOMETRIC_PALETTE ? 255 : 65535;
}

std::size_t color_samples(const TiffLayout& layout) {
  if (layout.photometric == PHOTOMETRIC_SEPARATED) return 4;
  return layout.photometric == PHOTOMETRIC_RGB ? 3 : 1;
}

/// Grey levels of the palette's colors of 16 bits. Errors: corrupt.
Result<std::vector<std::uint16_t>> read_palette(TIFF* tiff, const TiffLayout& layout) {
  std::uint16_t* red = nullptr;
  std::uint16_t* green = nullptr;
  std::uint16_t* blue = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_COLORMAP, &red, &green, &blue) != 1) {
    return fail(ErrorCode::corrupt, "TIFF palette image without its palette");
  }
  std::vector<std::uint16_t> palette(std::size_t{1} << layout.bits);
  for (std::size_t i = 0; i < palette.size(); ++i) {
    palette[i] = static_cast<std::uint16_t>(rescale(luma(red[i], green[i], blue[i]), 65535, 255));
  }
  return palette;
}

/// The first extra sample, if it is an alpha that the colors were not yet multiplied with.
std::optional<std::size_t> alpha_sample_of(TIFF* tiff, const TiffLayout& layout) {
  std::uint16_t count = 0;
  std::uint16_t* kinds = nullptr;
  if (TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) != 1 || count == 0) return {};
  if (layout.samples == color_samples(layout)) return {};
  if (kinds[0] != EXTRASAMPLE_UNASSALPHA) return {};
  return color_samples(layout);
}

/// What turns a pixel's samples into a grey level of max_level_of().
struct Levels {
  const TiffLayout& layout;
  std::vector<std::uint16_t> palette = {};
  std::uint32_t stored_max = 1;

  std::uint32_t of_sample(std::uint64_t sample) const {
    return rescale(static_cast<std::uint32_t>(sample), stored_max, max_level_of(layout));
  }

  bool is_colored_pixel(const TiffBlock& block, std::size_t x, std::size_t y) const {
    if (layout.photometric != PHOTOMETRIC_RGB) return false;
    const auto level = [&](std::size_t channel) { return of_sample(block.sample(x, y, channel)); };
    return is_colored(level(0), level(1), level(2), max_level_of(layout));
  }

  std::uint16_t of_pixel(const TiffBlock& block, std::size_t x, std::size_t y) const {
    const auto level = [&](std::size_t channel) { return of_sample(block.sample(x, y, channel)); };
    switch (layout.photometric) {
      case PHOTOMETRIC_RGB:
        return static_cast<std::uint16_t>(luma(level(0), level(1), level(2)));
      case PHOTOMETRIC_SEPARATED: {
        const std::uint32_t max = max_level_of(layout);
        const auto light = [&](std::size_t ink) { return max - level(ink); };
        const auto over_ink = [&](std::size_t ink) {
          return over_black(light(ink), light(3), max);
        };
        return static_cast<std::uint16_t>(luma(over_ink(0), over_ink(1), over_ink(2)));
      }
      case PHOTOMETRIC_PALETTE:
        return palette[static_cast<std::size_t>(block.sample(x, y, 0))];
      case PHOTOMETRIC_MINISWHITE:
        return static_cast<std::uint16_t>(max_level_of(layout) - level(0));
      default:
        return static_cast<std::uint16_t>(level(0));
    }
  }
};

}  // namespace

bool is_plain(const TiffLayout& layout) {
  const bool is_unsigned =
      layout.sample_format == SAMPLEFORMAT_UINT || layout.sample_format == SAMPLEFORMAT_VOID;
  const bool is_known = layout.photometric == PHOTOMETRIC_MINISBLACK ||
                        layout.photometric == PHOTOMETRIC_MINISWHITE ||
                        layout.photometric == PHOTOMETRIC_RGB ||
                        layout.photometric == PHOTOMETRIC_PALETTE ||
                        (layout.photometric == PHOTOMETRIC_SEPARATED && layout.samples >= 4);
  return is_unsigned && is_known && layout.bits <= most_bits;
}

Result<Decoded> decode_plain(TIFF* tiff, const TiffSource& source, const TiffLayout& layout) {
  constexpr std::uint16_t most_samples = 8;
  if (layout.samples < color_samples(layout) || layout.samples > most_samples) {
    return fail(ErrorCode::corrupt, fmt::format("TIFF of {} samples per pixel", layout.samples));
  }
  if (layout.photometric == PHOTOMETRIC_SEPARATED &&
      tag_or_default<std::uint16_t>(tiff, TIFFTAG_INKSET, INKSET_CMYK) != INKSET_CMYK) {
    return fail(ErrorCode::unsupported, "TIFF of other inks than CMYK: save the film as PNG");
  }
  Levels levels{.layout = layout, .stored_max = (1U << layout.bits) - 1U};
  if (layout.photometric == PHOTOMETRIC_PALETTE) {
    CHESTLENS_TRY(levels.palette, read_palette(tiff, layout));
  }
  Decoded decoded{.image = blank_image(layout.width, layout.height, max_level_of(layout))};
  GreyImage& image = decoded.image;
  const auto alpha_sample = alpha_sample_of(tiff, layout);
  std::vector<std::uint16_t> alpha(alpha_sample ? image.pixels.size() : 0);
  CHESTLENS_CHECK(each_tiff_pixel(
      tiff, source, layout,
      [&](const TiffBlock& block, std::size_t x, std::size_t y, std::size_t pixel) {
        image.pixels[pixel] = levels.of_pixel(block, x, y);
        if (levels.is_colored_pixel(block, x, y)) ++decoded.colored_pixels;
        if (alpha_sample) {
          alpha[pixel] =
              static_cast<std::uint16_t>(levels.of_sample(block.sample(x, y, *alpha_sample)));
        }
      }));
  if (alpha_sample) lay_over_black(decoded, alpha);
  return decoded;
}

}  // namespace chestlens::decoder
