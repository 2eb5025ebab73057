#include <chestlens/trust_words.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;

MeasuredMetric kind(const std::string& name, double value) {
  return {name, value, value - 0.01, value + 0.01, "300 pictures"};
}

TEST(TrustInWords, CountsTheKindsThatAreCaughtAndNamesTheWorst) {
  Card card;
  card.format = 2;
  card.trust = {kind("films never seen", 0.05), kind("negative", 0.99), kind("mirrored", 0.08),
                kind("slices", 0.95)};
  EXPECT_EQ(trust_in_words(card, "It"),
            "It nearly always warns of 2 of 3 other kinds of pictures, least of \"mirrored\" (8.0 "
            "%), and wrongly of 5.0 % (4.0 to 6.0) of films like its own.");
}

TEST(TrustInWords, NamesNoWorstWhereAllAreCaught) {
  Card card;
  card.trust = {kind("negative", 0.99)};
  EXPECT_EQ(trust_in_words(card, "It"),
            "It nearly always warns of 1 of 1 other kinds of pictures.");
}

TEST(TrustInWords, SaysWhyThereIsNone) {
  Card card;
  EXPECT_THAT(trust_in_words(card, "It"), HasSubstr("format 1"));
  card.format = 2;
  EXPECT_THAT(trust_in_words(card, "It"), HasSubstr("not taught which films it knows"));
}

}  // namespace
}  // namespace chestlens
