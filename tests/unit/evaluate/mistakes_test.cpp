#include "evaluate/mistakes.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

const ScoredFilms scored{.classes = 3,
                         .probabilities = {0.7F, 0.2F, 0.1F,   // right
                                           0.6F, 0.3F, 0.1F,   // 1 taken for 0
                                           0.1F, 0.0F, 0.9F,   // 0 taken for 2
                                           0.4F, 0.4F, 0.2F,   // 1 taken for 0, the first of equals
                                           0.1F, 0.6F, 0.3F},  // 2 taken for 1
                         .truth = {0, 1, 0, 1, 2},
                         .patients = {"a", "b", "c", "d", "e"}};

TEST(Mistakes, ComeByTheProbabilityOfTheWrongClass) {
  const auto mistakes = confident_mistakes(scored, 10);
  ASSERT_EQ(mistakes.size(), 4U);
  EXPECT_EQ(mistakes[0].film, 2U);
  EXPECT_EQ(mistakes[0].truth, 0);
  EXPECT_EQ(mistakes[0].predicted, 2);
  EXPECT_EQ(mistakes[0].predicted_probability, 0.9F);
  EXPECT_EQ(mistakes[0].true_probability, 0.1F);
  EXPECT_EQ(mistakes[1].film, 1U);  // of equals the earlier film
  EXPECT_EQ(mistakes[2].film, 4U);
  EXPECT_EQ(mistakes[3].film, 3U);
}

TEST(Mistakes, AreAtMostSoMany) {
  ASSERT_EQ(confident_mistakes(scored, 2).size(), 2U);
  EXPECT_EQ(confident_mistakes(scored, 2)[1].film, 1U);
  EXPECT_TRUE(confident_mistakes(scored, 0).empty());
}

}  // namespace
}  // namespace chestlens
