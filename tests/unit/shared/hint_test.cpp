#include <chestlens/hint.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

DecodedFilm film_of_levels(int levels) {
  DecodedFilm film{{8, 8, 255, {}}};
  for (int i = 0; i < 64; ++i) film.image.pixels.push_back(static_cast<std::uint16_t>(i % levels));
  return film;
}

Trust trust_of(Surprise surprise) {
  Trust trust;
  trust.likeness = Likeness::unlike;
  trust.surprise = surprise;
  return trust;
}

TEST(Hint, NothingIsSaidOfAFilmLikeOthers) {
  EXPECT_THAT(hints_for(film_of_levels(64), trust_of(Surprise::none)), IsEmpty());
  EXPECT_THAT(hints_for(film_of_levels(64), trust_of(Surprise::no_xray)), IsEmpty());
  EXPECT_THAT(hints_for(film_of_levels(few_levels + 1), {}), IsEmpty());
}

TEST(Hint, TheActionUndoesTheSurprise) {
  const auto change_for = [](Surprise surprise) {
    const auto hints = hints_for(film_of_levels(64), trust_of(surprise));
    EXPECT_EQ(hints.size(), 1U);
    return hints.front().change;
  };
  EXPECT_EQ(change_for(Surprise::turned_left), (FilmChange{.quarter_turns = 1}));
  EXPECT_EQ(change_for(Surprise::upside_down), (FilmChange{.quarter_turns = 2}));
  EXPECT_EQ(change_for(Surprise::turned_right), (FilmChange{.quarter_turns = 3}));
  EXPECT_EQ(change_for(Surprise::negative), (FilmChange{.negative = true}));
}

TEST(Hint, HardlyAnyGreyLevelsAreCounted) {
  const auto two = hints_for(film_of_levels(2), {});
  ASSERT_EQ(two.size(), 1U);
  EXPECT_THAT(two.front().sentence, HasSubstr("2 grey levels"));
  EXPECT_EQ(two.front().change, FilmChange{});
  EXPECT_EQ(two.front().action, "Choose another file");
  EXPECT_THAT(hints_for(film_of_levels(1), {}).front().sentence, HasSubstr("one grey level"));
}

TEST(Hint, SaysThatAPictureHasColors) {
  DecodedFilm film = film_of_levels(64);
  film.colored_share = much_color;
  EXPECT_THAT(hints_for(film, {}), IsEmpty());
  film.colored_share = 0.5;
  const auto hints = hints_for(film, {});
  ASSERT_EQ(hints.size(), 1U);
  EXPECT_THAT(hints.front().sentence, HasSubstr("color picture"));
  EXPECT_EQ(hints.front().change, FilmChange{});
}

}  // namespace
}  // namespace chestlens
