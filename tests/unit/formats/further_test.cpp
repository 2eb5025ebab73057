// What all further formats have in common, and decode_film of the others.
#include "expect_film.hpp"

#include <algorithm>

namespace chestlens::testing {
namespace {

struct Sample {
  ImageFormat format;
  Bytes file;
};

std::vector<Sample> samples() {
  const Raster grey = noise_raster(21, 13);
  const Raster wide = noise_raster(21, 13, 1, 12);
  const Raster rgb = noise_raster(21, 13, 3);
  return {{ImageFormat::jpeg2000, write_jpeg2000(wide)},
          {ImageFormat::jpeg2000, write_jpeg2000(rgb, {.as_file = true, .tile = 16})},
          {ImageFormat::jpeg_ls, write_jpeg_ls(wide)},
          {ImageFormat::jpeg_ls, write_jpeg_ls(rgb)},
          {ImageFormat::webp, write_webp(grey)},
          {ImageFormat::webp, write_webp(rgb, {.lossless = false, .orientation = 6})}};
}

TEST(FurtherFormats, AreKnownByTheirContent) {
  for (const Sample& sample : samples()) {
    EXPECT_EQ(sniff_format(sample.file), sample.format) << to_string(sample.format);
    EXPECT_TRUE(is_further_format(sample.format));
  }
  EXPECT_TRUE(is_further_format(ImageFormat::dicom));
  EXPECT_FALSE(is_further_format(ImageFormat::png));
  EXPECT_FALSE(is_further_format(ImageFormat::unknown));
}

TEST(FurtherFormats, AreNotDecodedAsPictures) {
  for (const Sample& sample : samples()) {
    expect_error(sample.file, ErrorCode::unsupported, "is decoded by another function");
  }
}

TEST(FurtherFormats, ChangedBytesGiveAFilmOrAnError) {
  constexpr int rounds = 400;
  constexpr DecodeLimits limits{.max_side_pixels = 512, .max_area_pixels = 65'536};
  for (const Sample& sample : samples()) {
    SCOPED_TRACE(to_string(sample.format));
    Noise noise(sample.file.size());
    int decoded = 0;
    for (int round = 0; round < rounds; ++round) {
      Bytes file = sample.file;
      const auto size = static_cast<std::uint32_t>(file.size());
      for (std::uint32_t changes = 1 + noise.below(8); changes > 0; --changes) {
        const std::uint32_t at = noise.below(noise.below(2) == 0 ? size : std::min(size, 128U));
        file[at] = static_cast<std::byte>(noise.below(256));
      }
      const auto film = decode_film(file, {}, limits);
      if (!film) {
        EXPECT_FALSE(film.error().message.empty());
        continue;
      }
      ++decoded;
      const GreyImage& image = film->image;
      EXPECT_EQ(image.pixels.size(), area_pixels(image.width_pixels, image.height_pixels));
      EXPECT_LE(std::ranges::max(image.pixels), image.max_level);
    }
    EXPECT_LT(decoded, rounds) << "no change was noticed";
  }
}

TEST(DecodeFilm, KeepsWhatIsToBeSaidOfAPicture) {
  const Bytes png = write_png(noise_raster(9, 9));
  const auto film = decode_film(cut(png, png.size() - 4));
  ASSERT_TRUE(film);
  EXPECT_THAT(film->notes,
              ::testing::ElementsAre("The file's end is missing; every pixel is there."));
}

}  // namespace
}  // namespace chestlens::testing
