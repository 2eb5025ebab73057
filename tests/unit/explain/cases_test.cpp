#include "explain/cases.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

AnsweredFilm answered(int truth, float first) {
  return {truth, {first, 1.0F - first}};
}

TEST(Cases, AreTypicalOnesAndTheSurestMistakes) {
  // Of class 0: right with .6 .7 .99, wrong with .55 .6 .9 .95 of the other.
  const std::vector<AnsweredFilm> films{answered(0, 0.6F),  answered(0, 0.7F),  answered(0, 0.99F),
                                        answered(0, 0.45F), answered(0, 0.4F),  answered(0, 0.1F),
                                        answered(0, 0.05F), answered(1, 0.99F), answered(1, 0.2F)};
  const auto cases = choose_cases(films, 0, 1);
  ASSERT_EQ(cases.size(), 3U);
  EXPECT_EQ(cases[0].which, FilmCase::right);
  EXPECT_EQ(cases[0].film, 1U);  // the median
  EXPECT_EQ(cases[1].which, FilmCase::wrong);
  EXPECT_EQ(cases[1].film, 5U);  // the upper of the two in the middle
  EXPECT_EQ(cases[2].which, FilmCase::surest_wrong);
  EXPECT_EQ(cases[2].film, 6U);
}

TEST(Cases, NoFilmIsShownTwice) {
  const std::vector<AnsweredFilm> films{answered(0, 0.3F), answered(0, 0.9F)};
  const auto cases = choose_cases(films, 0, 3);
  ASSERT_EQ(cases.size(), 2U);
  EXPECT_EQ(cases[0].film, 1U);
  EXPECT_EQ(cases[1].which, FilmCase::surest_wrong);
  EXPECT_TRUE(choose_cases(films, 1, 3).empty());
}

}  // namespace
}  // namespace chestlens
