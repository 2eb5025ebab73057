#include <chestlens/palette.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(Palette, IsThatOfOkabeAndIto) {
  // Their table's numbers, in its order but for black: orange, sky blue, bluish green, blue,
  // vermillion, reddish purple.
  const std::array<std::uint8_t, 3> published[] = {{230, 159, 0}, {86, 180, 233}, {0, 158, 115},
                                                   {0, 114, 178}, {213, 94, 0},   {204, 121, 167}};
  const std::size_t place[] = {4, 5, 2, 0, 1, 3};
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(rgb_of(palette[place[i]]), published[i]) << i;
}

}  // namespace
}  // namespace chestlens
