// Files cut short at every place and changed at random places: the decoder must give an error or
// an image whose pixels fit its size. The sanitizers' build looks for what it must not do.
#include "support/expect.hpp"

#include <algorithm>

namespace chestlens::testing {
namespace {

struct Sample {
  std::string name;
  Bytes file;
};

const DecodeLimits limits{.max_side_pixels = 512, .max_area_pixels = 65'536};

std::vector<Sample> samples() {
  const Raster grey = noise_raster(21, 13);
  const Raster wide = noise_raster(21, 13, 4, 16);
  const Raster rgb = noise_raster(21, 13, 3);
  BmpFile bmp{.width = 21, .height = 13, .bits_per_pixel = 8};
  for (const std::uint16_t sample : grey.samples) bmp.pixels.push_back(sample);
  for (std::uint16_t i = 0; i < 256; ++i) bmp.palette.push_back({i, i, i});
  BmpFile masked{.width = 5,
                 .height = 4,
                 .bits_per_pixel = 32,
                 .info_bytes = 56,
                 .compression = 3,
                 .masks = {0xFF0000, 0xFF00, 0xFF, 0xFF000000}};
  masked.pixels.assign(20, 0x80402010);
  return {
      {"png", write_png(grey)},
      {"png interlaced", write_png(wide, {.interlaced = true})},
      {"png palette", write_png(grey, {.palette = std::vector<Color>(256, Color{1, 2, 3}),
                                       .palette_alpha = {9, 8}})},
      {"jpeg", write_jpeg(grey, {.quality = 70})},
      {"jpeg progressive",
       write_jpeg(rgb, {.color = JpegColor::ycbcr, .quality = 50, .progressive = true})},
      {"jpeg rgb", write_jpeg(rgb, {.color = JpegColor::rgb, .quality = 50})},
      {"bmp palette", write_bmp(bmp)},
      {"bmp masks", write_bmp(masked)},
      {"tiff", write_tiff(grey)},
      {"tiff lzw",
       write_tiff(
           wide,
           {.photometric = 2, .compression = 5, .predictor = 2, .extra_sample = std::uint16_t{2}})},
      {"tiff deflate tiles",
       write_tiff(
           rgb,
           {.photometric = 2, .compression = 8, .planar = true, .big_endian = true, .tile = 16})},
      {"tiff packbits palette",
       write_tiff(grey, {.photometric = 3,
                         .compression = 32773,
                         .big_tiff = true,
                         .palette = std::vector<Color>(256, Color{1, 2, 3})})}};
}

/// True if it decoded. Fails the test where the image or the error is not whole.
bool decodes_whole(const Bytes& file) {
  const Result<GreyImage> image = decode_image(file, limits);
  if (!image) {
    EXPECT_FALSE(image.error().message.empty());
    return false;
  }
  EXPECT_EQ(image->pixels.size(), area_pixels(image->width_pixels, image->height_pixels));
  EXPECT_TRUE(std::all_of(image->pixels.begin(), image->pixels.end(),
                          [&](std::uint16_t level) { return level <= image->max_level; }));
  return true;
}

TEST(DecodeMutation, ATruncatedFileIsAnErrorOrHasEveryPixel) {
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(sample.name);
    const Result<GreyImage> whole = decode_image(sample.file);
    ASSERT_TRUE(whole) << to_string(whole.error());
    std::size_t read = 0;
    for (std::size_t size = 0; size < sample.file.size(); ++size) {
      const auto film = decode_picture(cut(sample.file, size));
      if (!film) continue;
      ++read;
      ASSERT_EQ(film->image.pixels, whole->pixels) << "cut to " << size << " bytes";
      // libtiff may do without the last bytes of a directory.
      EXPECT_TRUE(!film->notes.empty() || sample.name.starts_with("tiff")) << size;
    }
    EXPECT_LE(read, sample.name.starts_with("tiff") ? sample.file.size() : 30) << "of 1 to 30";
  }
}

TEST(DecodeMutation, ChangedBytesGiveAnImageOrAnError) {
  constexpr int rounds = 1'000;
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(sample.name);
    Noise noise(sample.file.size());
    int decoded = 0;
    for (int round = 0; round < rounds; ++round) {
      Bytes file = sample.file;
      const std::uint32_t changes = 1 + noise.below(8);
      for (std::uint32_t i = 0; i < changes; ++i) {
        // Half the changes fall on the first 128 bytes, where most headers are.
        const auto size = static_cast<std::uint32_t>(file.size());
        const std::uint32_t at = noise.below(noise.below(2) == 0 ? size : std::min(size, 128U));
        file[at] = static_cast<std::byte>(noise.below(256));
      }
      const bool repaired = noise.below(2) == 0;  // else PNG changes end at a checksum
      if (repaired && sample.name.starts_with("png")) repair_png_checksums(file);
      if (decodes_whole(file)) ++decoded;
    }
    EXPECT_LT(decoded, rounds) << "no change was noticed";
  }
}

TEST(DecodeMutation, NoiseBehindMagicBytesIsAnError) {
  Noise noise(3);
  for (const Sample& sample : samples()) {
    for (int round = 0; round < 100; ++round) {
      Bytes file = cut(sample.file, 8);
      while (file.size() < 600) file.push_back(static_cast<std::byte>(noise.below(256)));
      EXPECT_FALSE(decode_image(file, limits)) << sample.name;
    }
  }
}

}  // namespace
}  // namespace chestlens::testing
