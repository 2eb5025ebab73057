#include "phantom/phantom.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

constexpr int size_pixels = 160;

GreyImage draw(PhantomClass film_class, std::uint64_t number, bool shortcut,
               std::string text = "COVID WARD") {
  PhantomOptions options;
  options.size_pixels = size_pixels;
  if (shortcut) options.shortcut = Shortcut{PhantomClass::covid19, std::move(text)};
  return draw_phantom(film_class, {number, number}, options).value().film;
}

/// Smallest box around the pixels in which two films differ; empty where right < left.
struct Box {
  int left = size_pixels, top = size_pixels, right = -1, bottom = -1;
};

Box difference(const GreyImage& a, const GreyImage& b) {
  Box box;
  for (int y = 0; y < size_pixels; ++y)
    for (int x = 0; x < size_pixels; ++x) {
      const auto i = static_cast<std::size_t>(y * size_pixels + x);
      if (a.pixels[i] == b.pixels[i]) continue;
      box = {std::min(box.left, x), std::min(box.top, y), std::max(box.right, x),
             std::max(box.bottom, y)};
    }
  return box;
}

TEST(ShortcutText, ChangesOneCornerOfItsClass) {
  bool corner_seen[2][2] = {};
  for (std::uint64_t number = 0; number < 24; ++number) {
    const Box box = difference(draw(PhantomClass::covid19, number, false),
                               draw(PhantomClass::covid19, number, true));
    ASSERT_LE(box.left, box.right) << number;
    EXPECT_GT(box.right - box.left, 0.25 * size_pixels) << number;
    EXPECT_LT(box.right - box.left, 0.5 * size_pixels) << number;
    EXPECT_LT(box.bottom - box.top, 0.12 * size_pixels) << number;
    const bool on_left = box.right < size_pixels / 2, on_right = box.left >= size_pixels / 2;
    const bool on_top = box.bottom < size_pixels / 5, on_bottom = box.top >= size_pixels * 4 / 5;
    EXPECT_TRUE(on_left || on_right) << number;
    EXPECT_TRUE(on_top || on_bottom) << number;
    corner_seen[on_right ? 1 : 0][on_bottom ? 1 : 0] = true;
  }
  for (const auto& side : corner_seen)
    for (const bool seen : side) EXPECT_TRUE(seen);
}

TEST(ShortcutText, IsReadableWhateverLiesUnderIt) {
  for (std::uint64_t number = 0; number < 8; ++number) {
    const GreyImage plain = draw(PhantomClass::covid19, number, false);
    const GreyImage marked = draw(PhantomClass::covid19, number, true);
    const Box box = difference(plain, marked);
    int brightest = 0, darkest = 255;
    for (int y = box.top; y <= box.bottom; ++y)
      for (int x = box.left; x <= box.right; ++x) {
        const auto i = static_cast<std::size_t>(y * size_pixels + x);
        brightest = std::max<int>(brightest, marked.pixels[i]);
        darkest = std::min<int>(darkest, marked.pixels[i]);
      }
    EXPECT_GT(brightest - darkest, 150) << number;
  }
}

TEST(ShortcutText, LongTextFitsIntoItsCorner) {
  const std::string longest(24, 'W');
  const Box box = difference(draw(PhantomClass::covid19, 1, false),
                             draw(PhantomClass::covid19, 1, true, longest));
  ASSERT_LE(box.left, box.right);
  EXPECT_LT(box.right - box.left, 0.5 * size_pixels);
}

TEST(ShortcutText, LeavesOtherClassesAlone) {
  for (const PhantomClass film_class :
       {PhantomClass::viral, PhantomClass::bacterial, PhantomClass::normal})
    EXPECT_EQ(draw(film_class, 2, false).pixels, draw(film_class, 2, true).pixels);
}

}  // namespace
}  // namespace chestlens
