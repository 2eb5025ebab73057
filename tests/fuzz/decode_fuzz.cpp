// Any bytes must give an image whose pixels fit its size, or an error with a message.
#include "support/image_writers.hpp"

#include <chestlens/decode.hpp>
#include <chestlens/overlay.hpp>
#include <chestlens/preprocess.hpp>

#include <algorithm>
#include <cstdlib>

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void decode_and_check(const chestlens::testing::Bytes& file) {
  const chestlens::DecodeLimits limits{.max_side_pixels = 2048, .max_area_pixels = 1 << 20};
  const auto image = chestlens::decode_image(file, limits);
  if (!image) {
    require(!image.error().message.empty());
    return;
  }
  require(image->width_pixels >= 1 && image->width_pixels <= limits.max_side_pixels);
  require(image->pixels.size() ==
          chestlens::area_pixels(image->width_pixels, image->height_pixels));
  require(std::all_of(image->pixels.begin(), image->pixels.end(),
                      [&](std::uint16_t level) { return level <= image->max_level; }));
  const auto input = chestlens::preprocess(*image, {.size_pixels = 32});
  require(input.has_value());
  require(std::all_of(input->pixels.begin(), input->pixels.end(),
                      [](float value) { return value >= 0.0F && value <= 1.0F; }));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto* bytes = reinterpret_cast<const std::byte*>(data);
  chestlens::testing::Bytes file(bytes, bytes + size);
  decode_and_check(file);
  if (chestlens::sniff_format(file) == chestlens::ImageFormat::png) {
    chestlens::testing::repair_png_checksums(file);  // else every change ends at a checksum
    decode_and_check(file);
  }
  return 0;
}
