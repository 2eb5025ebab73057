#include "trust/damage.hpp"

#include "trust/generated_kinds.hpp"
#include "trust/surprise_kinds.hpp"

#include <gtest/gtest.h>

#include <set>

namespace chestlens {
namespace {

const GreyImage film{4, 2, 255, {0, 10, 20, 30, 40, 50, 60, 255}};

GreyImage after(const std::string& name) {
  for (const auto& ways : {ways_to_change_a_film(), ways_to_damage_a_film()}) {
    for (const auto& way : ways) {
      if (way.name == name) return way.change(film, 3);
    }
  }
  ADD_FAILURE() << name;
  return {};
}

TEST(Damage, DoesWhatItsNameSays) {
  EXPECT_EQ(after("turned to the right").pixels,
            (std::vector<std::uint16_t>{40, 0, 50, 10, 60, 20, 255, 30}));
  EXPECT_EQ(after("upside down").pixels,
            (std::vector<std::uint16_t>{255, 60, 50, 40, 30, 20, 10, 0}));
  EXPECT_EQ(after("mirrored").pixels, (std::vector<std::uint16_t>{30, 20, 10, 0, 255, 60, 50, 40}));
  EXPECT_EQ(after("negative").pixels.front(), 255);
  EXPECT_EQ(after("cut to its middle").pixels, (std::vector<std::uint16_t>{10, 20}));
  EXPECT_EQ(after("upper half").pixels, (std::vector<std::uint16_t>{0, 10, 20, 30}));
  EXPECT_NE(after("noisy").pixels, film.pixels);
  EXPECT_EQ(after("noisy").pixels, after("noisy").pixels);
}

TEST(Damage, KeepsTheDepthOfADeepFilm) {
  GreyImage deep = film;
  deep.max_level = 65'535;
  deep.pixels.back() = 60'000;
  for (const auto& way : ways_to_change_a_film()) {
    EXPECT_EQ(way.change(deep, 0).max_level, 65'535) << way.name;
  }
}

TEST(GeneratedKinds, AreManyAndAlwaysTheSame) {
  std::set<std::string> names;
  auto kinds = generated_kinds();
  kinds.push_back(phantom_kind());
  for (const PictureKind& kind : kinds) {
    EXPECT_TRUE(names.insert(kind.name).second);
    const auto first = kind.make(0).value();
    EXPECT_EQ(first.pixels, kind.make(0).value().pixels) << kind.name;
    EXPECT_NE(first.pixels, kind.make(1).value().pixels) << kind.name;
  }
}

}  // namespace
}  // namespace chestlens
