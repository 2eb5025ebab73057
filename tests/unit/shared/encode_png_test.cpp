#include "support/expect.hpp"

#include <chestlens/encode.hpp>

namespace chestlens::testing {
namespace {

using ::testing::HasSubstr;

TEST(EncodePng, GreyIsLossless) {
  for (const int bits : {8, 16}) {
    const Raster raster = noise_raster(33, 21, 1, bits);
    const Result<Bytes> file = encode_png(grey_image(raster));
    ASSERT_TRUE(file) << to_string(file.error());
    expect_pixels(*file, 33, 21, raster.max_level(), [&](int x, int y) { return raster.at(x, y); });
  }
}

TEST(EncodePng, TwelveBitFilmsAreStoredIn16Bits) {
  const Raster raster = noise_raster(9, 9, 1, 12);
  const Result<Bytes> file = encode_png(grey_image(raster));
  ASSERT_TRUE(file);
  expect_pixels(*file, 9, 9, 65535, [&](int x, int y) { return raster.at(x, y); });
}

TEST(EncodePng, RgbaIsStoredAsRgba) {
  const RgbaImage image{1, 2, {250, 130, 10, 255, 1, 2, 3, 0}};
  const Result<Bytes> file = encode_png(image);
  ASSERT_TRUE(file);
  EXPECT_EQ((*file)[24], std::byte{8});  // IHDR: bits per sample
  EXPECT_EQ((*file)[25], std::byte{6});  // IHDR: color type RGBA
  expect_pixels(*file, 1, 2, 255, [](int, int y) -> int {
    return y == 0 ? expected_luma(250, 130, 10) : 0;  // alpha 0 over black
  });
}

TEST(EncodePng, ImagesThatContradictThemselvesAreRefused) {
  EXPECT_FALSE(encode_png(GreyImage{}));
  EXPECT_FALSE(encode_png(GreyImage{2, 2, 255, {1, 2, 3}}));
  EXPECT_FALSE(encode_png(RgbaImage{1, 1, {1, 2, 3}}));
  EXPECT_FALSE(encode_png(RgbaImage{}));
  const Result<Bytes> too_bright = encode_png(GreyImage{1, 1, 255, {256}});
  ASSERT_FALSE(too_bright);
  EXPECT_EQ(too_bright.error().code, ErrorCode::invalid_argument);
  EXPECT_THAT(too_bright.error().message, HasSubstr("256"));
}

}  // namespace
}  // namespace chestlens::testing
