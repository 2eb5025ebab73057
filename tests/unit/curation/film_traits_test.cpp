#include "curation/film_traits.hpp"

#include "support/soft_film.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

GreyImage regraded(GreyImage film, double factor, double offset) {
  for (auto& level : film.pixels) {
    level = static_cast<std::uint16_t>(factor * level + offset);
  }
  return film;
}

TEST(FilmTraits, EachFollowsWhatItIsCalled) {
  const GreyImage film = test::soft_film(128, 1);
  const FilmTraits traits = film_traits(film);
  const FilmTraits brighter = film_traits(regraded(film, 0.5, 100.0));
  EXPECT_GT(traits[0], 0.05F);
  EXPECT_LT(traits[0], 0.6F);
  EXPECT_NEAR(brighter[1], 0.5F * traits[1] + 100.0F / 255.0F, 0.01F);
  EXPECT_NEAR(brighter[2], 0.5F * traits[2], 0.01F);
  EXPECT_NEAR(brighter[3], traits[3], 0.1F * traits[3]) << "sharpness is no matter of contrast";
  GreyImage grainy = film;
  for (std::size_t i = 0; i < grainy.pixels.size(); i += 3) {
    grainy.pixels[i] = static_cast<std::uint16_t>(std::min(255, grainy.pixels[i] + 30));
  }
  EXPECT_GT(film_traits(grainy)[3], 1.5F * traits[3]);
}

}  // namespace
}  // namespace chestlens
