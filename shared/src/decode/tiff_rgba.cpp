#include "pixel.hpp"
#include "tiff_films.hpp"

#include <fmt/format.h>

#include <array>

namespace chestlens::decoder {
namespace {

/// libtiff's own reader of one page, closed with it.
struct RgbaReader {
  TIFFRGBAImage image{};
  bool is_open = false;

  RgbaReader() = default;
  RgbaReader(const RgbaReader&) = delete;
  RgbaReader& operator=(const RgbaReader&) = delete;
  ~RgbaReader() {
    if (is_open) TIFFRGBAImageEnd(&image);
  }
};

}  // namespace

Result<Decoded> decode_by_libtiff(TIFF* tiff, const TiffSource& source, const TiffLayout& layout) {
  std::array<char, 1024> why{};
  RgbaReader reader;
  if (TIFFRGBAImageOK(tiff, why.data()) == 0 ||
      TIFFRGBAImageBegin(&reader.image, tiff, /*stop=*/1, why.data()) == 0) {
    return fail(ErrorCode::unsupported, fmt::format("TIFF of a kind not read here ({}): save the "
                                                    "film as PNG",
                                                    why.data()));
  }
  reader.is_open = true;
  reader.image.req_orientation = reader.image.orientation;  // rows as they are stored
  Decoded decoded{.image = blank_image(layout.width, layout.height, 255)};
  std::vector<std::uint32_t> raster(decoded.image.pixels.size());
  if (TIFFRGBAImageGet(&reader.image, raster.data(), layout.width, layout.height) == 0 ||
      source.ran_out) {
    return tl::unexpected(tiff_stopped(source, 0, layout.height));
  }
  for (std::size_t i = 0; i < raster.size(); ++i) {
    const std::uint32_t red = TIFFGetR(raster[i]), green = TIFFGetG(raster[i]);
    const std::uint32_t blue = TIFFGetB(raster[i]);
    decoded.image.pixels[i] = static_cast<std::uint16_t>(luma(red, green, blue));
    if (is_colored(red, green, blue, 255)) ++decoded.colored_pixels;
  }
  return decoded;
}

}  // namespace chestlens::decoder
