// The example at the head of chestlens.hpp, with a runtime whose outputs are made by hand.
#include <chestlens/chestlens.hpp>

#include <gtest/gtest.h>
#include <header_example.hpp>

#include <string>
#include <vector>

namespace chestlens {
namespace {

/// A card of two classes for films of 8 x 8 and feature maps [2,2,2].
Card small_card() {
  Card card;
  card.name = "small";
  card.classes = {"left", "right"};
  card.input.size_pixels = 8;
  card.activation_features = 2;
  card.activation_height = 2;
  card.activation_width = 2;
  return card;
}

/// The first feature map is warm on the left, the second on the right; each class reads its own.
struct HandMadeRuntime {
  std::vector<float> logits;
  std::vector<float> activations{1, 0, 1, 0, 0, 1, 0, 1};
  std::vector<float> cam_weights{1, 0, 0, 1};

  ModelOutputs operator()(const FloatImage& input) const {
    EXPECT_EQ(input.width_pixels, 8);
    return {logits, activations, cam_weights};
  }
};

/// Red minus blue of a pixel: the strong end of the colors is yellow, the weak one violet.
int warmth(const RgbaImage& picture, int x, int y) {
  const auto at = area_pixels(picture.width_pixels, y) * 4 + static_cast<std::size_t>(x) * 4;
  return picture.pixels[at] - picture.pixels[at + 2];
}

GreyImage grey_film() {
  GreyImage film{16, 16, 255, std::vector<std::uint16_t>(256, 128)};
  film.pixels.front() = 0;
  film.pixels.back() = 255;
  return film;
}

TEST(HeaderExample, DrawsTheMostProbableClassOverTheFilm) {
  const auto film = grey_film();
  const auto file = encode_png(film);
  ASSERT_TRUE(file);
  const HandMadeRuntime right{.logits = {-1.0F, 2.0F}};
  const auto picture = explain(*file, small_card(), right);
  ASSERT_TRUE(picture) << to_string(picture.error());

  const auto expected = render_overlay(film, window_from_percentiles(film, 0.0, 100.0),
                                       FloatImage{2, 2, {0, 1, 0, 1}}, 0.45F);
  ASSERT_TRUE(expected);
  EXPECT_GT(warmth(*expected, 14, 8), warmth(*expected, 1, 8) + 30);
  EXPECT_EQ(*picture, *encode_png(*expected));

  const HandMadeRuntime left{.logits = {2.0F, -1.0F}};
  EXPECT_NE(*explain(*file, small_card(), left), *picture);
}

TEST(HeaderExample, HandsErrorsOn) {
  const auto picture = explain({}, small_card(), HandMadeRuntime{.logits = {0.0F, 1.0F}});
  ASSERT_FALSE(picture);
  EXPECT_EQ(picture.error().code, ErrorCode::not_an_image);
}

}  // namespace
}  // namespace chestlens
