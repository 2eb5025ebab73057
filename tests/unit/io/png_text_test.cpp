#include "io/png_text.hpp"

#include "support/must.hpp"

#include <chestlens/decode.hpp>
#include <chestlens/encode.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(PngText, IsFoundAgainAndLeavesThePicture) {
  const GreyImage image{3, 2, 255, {0, 50, 100, 150, 200, 250}};
  const auto plain = test::must(encode_png(image));
  const auto marked = with_png_text(plain, "Software", "chestlens predict");
  EXPECT_TRUE(has_png_text(marked, "Software", "chestlens predict"));
  EXPECT_FALSE(has_png_text(marked, "Software", "chestlens augment"));
  EXPECT_FALSE(has_png_text(marked, "Software", "chestlens predict, longer"));
  EXPECT_FALSE(has_png_text(plain, "Software", "chestlens predict"));
  EXPECT_EQ(test::must(decode_image(marked)).pixels, image.pixels);  // libpng checks the CRC
}

TEST(PngText, IsNotReadBeyondTheEnd) {
  const auto png = test::must(encode_png(GreyImage{1, 1, 255, {7}}));
  const auto marked = with_png_text(png, "Software", "x");
  for (std::size_t bytes = 0; bytes < 33 + 8 + 10 + 4; ++bytes) {
    EXPECT_FALSE(has_png_text(std::span(marked).first(bytes), "Software", "x")) << bytes;
  }
  const std::vector<std::byte> text(40, std::byte{'t'});
  EXPECT_EQ(with_png_text(text, "Software", "x"), text);
}

}  // namespace
}  // namespace chestlens
