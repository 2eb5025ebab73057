#include "phantom/phantom.hpp"

#include <chestlens/find_text.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace chestlens {
namespace {

constexpr int size_pixels = 224;

GreyImage draw(std::uint64_t number, const std::string& text) {
  PhantomOptions options;
  options.size_pixels = size_pixels;
  const PhantomClass film_class = phantom_classes[number % phantom_classes.size()];
  if (!text.empty()) options.shortcut = Shortcut{film_class, text};
  return draw_phantom(film_class, {number, number}, options).value().film;
}

TEST(FindText, FindsWhatIsBurntIn) {
  int found = 0;
  for (std::uint64_t number = 0; number < 40; ++number) {
    const GreyImage plain = draw(number, ""), marked = draw(number, "WARD 7");
    const Region boxes = boxes_region(size_pixels, size_pixels, find_text(marked));
    double letters = 0.0, covered = 0.0;
    for (std::size_t i = 0; i < plain.pixels.size(); ++i) {
      if (std::abs(int{marked.pixels[i]} - int{plain.pixels[i]}) < 40) continue;
      letters += 1.0;
      covered += boxes.pixels[i];
    }
    found += covered > 0.7 * letters;
  }
  EXPECT_GE(found, 32);
}

TEST(FindText, TakesLittleElse) {
  double share = 0.0;
  for (std::uint64_t number = 0; number < 40; ++number) {
    share += share_of(boxes_region(size_pixels, size_pixels, find_text(draw(number, "")))) / 40.0;
  }
  EXPECT_LT(share, 0.01);  // their side markers and notes have about half of that
}

TEST(FindText, FindsNothingOnASmoothFilm) {
  GreyImage film{200, 200, 4095, {}};
  for (int y = 0; y < 200; ++y) {
    for (int x = 0; x < 200; ++x) film.pixels.push_back(static_cast<std::uint16_t>(10 * (x + y)));
  }
  EXPECT_TRUE(find_text(film).empty());
  EXPECT_TRUE(find_text({8, 8, 255, std::vector<std::uint16_t>(64, 7)}).empty());
  EXPECT_TRUE(find_text({}).empty());
}

TEST(FindText, BoxesLieOnTheFilmAtItsOwnSize) {
  // A bright bar near the corner of a film that is searched at a quarter.
  GreyImage film{2048, 1024, 255, std::vector<std::uint16_t>(2048 * 1024, 60)};
  for (int y = 40; y < 120; ++y) {
    for (int x = 1980; x < 2000; ++x) {
      film.pixels[area_pixels(2048, y) + static_cast<std::size_t>(x)] = 250;
    }
  }
  const auto boxes = find_text(film);
  ASSERT_EQ(boxes.size(), 1U);
  EXPECT_LE(boxes[0].left, 1980);
  EXPECT_LE(boxes[0].top, 40);
  EXPECT_GE(boxes[0].right, 2000);
  EXPECT_GE(boxes[0].bottom, 120);
  EXPECT_LE(boxes[0].right, 2048);
}

}  // namespace
}  // namespace chestlens
