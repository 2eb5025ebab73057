#include <chestlens/turn.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

const FloatImage letter{3, 2, {1, 2, 3, 4, 5, 6}};

TEST(Turn, ToTheRightPutsTheLeftEdgeOnTop) {
  const auto right = turned(letter, Turn::quarter_right);
  EXPECT_EQ(right.width_pixels, 2);
  EXPECT_EQ(right.height_pixels, 3);
  EXPECT_EQ(right.pixels, (std::vector<float>{4, 1, 5, 2, 6, 3}));
}

TEST(Turn, ByHalfReversesAndToTheLeftUndoesARightOne) {
  EXPECT_EQ(turned(letter, Turn::half).pixels, (std::vector<float>{6, 5, 4, 3, 2, 1}));
  const auto back = turned(turned(letter, Turn::quarter_right), Turn::quarter_left);
  EXPECT_EQ(back.pixels, letter.pixels);
  EXPECT_EQ(back.width_pixels, 3);
}

TEST(Turn, ANegativeIsOneMinusTheLevel) {
  EXPECT_EQ(negative_of({2, 1, {0.0F, 0.25F}}).pixels, (std::vector<float>{1.0F, 0.75F}));
}

}  // namespace
}  // namespace chestlens
