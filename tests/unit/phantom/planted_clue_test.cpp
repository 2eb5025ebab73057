#include "phantom/phantom.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

constexpr int size_pixels = 128;

GreyImage draw(PhantomClass film_class, std::optional<PlantedClue> planted) {
  PhantomOptions options;
  options.size_pixels = size_pixels;
  options.planted = planted;
  return draw_phantom(film_class, {4, 7}, options).value().film;
}

/// Mean difference of neighbouring pixels.
double roughness(const GreyImage& film) {
  double sum = 0.0;
  for (std::size_t i = 1; i < film.pixels.size(); ++i) {
    sum += std::abs(int{film.pixels[i]} - int{film.pixels[i - 1]});
  }
  return sum / static_cast<double>(film.pixels.size());
}

double mean(const GreyImage& film) {
  double sum = 0.0;
  for (const auto level : film.pixels) sum += level;
  return sum / static_cast<double>(film.pixels.size());
}

TEST(PlantedClue, ChangesItsClassAlone) {
  for (const ClueKind kind : clue_kinds) {
    const PlantedClue clue{PhantomClass::viral, kind, 1.0};
    EXPECT_NE(draw(PhantomClass::viral, clue).pixels, draw(PhantomClass::viral, {}).pixels)
        << to_string(kind);
    EXPECT_EQ(draw(PhantomClass::normal, clue).pixels, draw(PhantomClass::normal, {}).pixels)
        << to_string(kind);
  }
}

TEST(PlantedClue, DoesWhatItsNameSays) {
  const GreyImage plain = draw(PhantomClass::viral, {});
  const auto with = [](ClueKind kind) {
    return draw(PhantomClass::viral, PlantedClue{PhantomClass::viral, kind, 1.0});
  };
  EXPECT_LT(roughness(with(ClueKind::blur)), 0.8 * roughness(plain));
  EXPECT_GT(roughness(with(ClueKind::noise)), 1.5 * roughness(plain));
  EXPECT_LT(mean(with(ClueKind::brightness)), mean(plain) - 10.0);
  const GreyImage framed = with(ClueKind::border);
  EXPECT_GE(framed.pixels[0], 127U);
  const auto middle = area_pixels(size_pixels, size_pixels / 2) + size_pixels / 2;
  EXPECT_EQ(framed.pixels[middle], plain.pixels[middle]);
}

TEST(PlantedClue, IsAsPlainAsItsStrength) {
  const GreyImage plain = draw(PhantomClass::viral, {});
  for (const ClueKind kind : clue_kinds) {
    const auto change = [&](double strength) {
      const auto film = draw(PhantomClass::viral, PlantedClue{PhantomClass::viral, kind, strength});
      double sum = 0.0;
      for (std::size_t i = 0; i < film.pixels.size(); ++i) {
        sum += std::abs(int{film.pixels[i]} - int{plain.pixels[i]});
      }
      return sum;
    };
    EXPECT_LT(change(0.0), 1e-9) << to_string(kind);
    EXPECT_LT(change(0.3), change(1.0)) << to_string(kind);
  }
}

TEST(PlantedClue, IsReadFromTheCommandLine) {
  const auto clue = parse_planted_clue("bacterial=noise:0.25");
  ASSERT_TRUE(clue) << to_string(clue.error());
  EXPECT_EQ(clue->film_class, PhantomClass::bacterial);
  EXPECT_EQ(clue->kind, ClueKind::noise);
  EXPECT_EQ(clue->strength, 0.25);
  for (const char* wrong : {"noise:1", "covid19=noise", "covid19=smell:1", "covid19=noise:2",
                            "covid19=noise:", "covid19=noise:1x"}) {
    const auto refused = parse_planted_clue(wrong);
    ASSERT_FALSE(refused) << wrong;
    EXPECT_THAT(to_string(refused.error()), HasSubstr("covid19=blur:0.5")) << wrong;
  }
  EXPECT_THAT(to_string(parse_planted_clue("flu=noise:1").error()), HasSubstr("no class \"flu\""));
}

}  // namespace
}  // namespace chestlens
