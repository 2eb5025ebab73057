#include <chestlens/audit_verdict.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

AuditFinding finding(std::string test, std::string about, double value, double chance_high) {
  return {.test = std::move(test),
          .about = std::move(about),
          .value = value,
          .low = value - 0.05,
          .high = value + 0.05,
          .chance = chance_high - 0.02,
          .chance_high = chance_high,
          .sentence = "It was found.",
          .measured_on = "60 films"};
}

Card audited(std::vector<AuditFinding> findings) {
  Card card;
  card.name = "light";
  card.title = "Light";
  card.findings = std::move(findings);
  return card;
}

/// The text of the first line with a title; "" without it.
std::string text_under(const Card& card, const std::string& title) {
  for (const VerdictLine& line : verdict_of(card)) {
    if (line.title == title) return line.text;
  }
  return {};
}

TEST(Verdict, AnOfferSaysWhatWouldConvictAndWhatWasFound) {
  const Card card =
      audited({finding("films offer sharpness", "viral", 0.87, 0.71),
               finding("sharpness changed, probability gained", "viral", 0.09, 0.01),
               finding("sharpness changed, probability gained", "normal", 0.02, 0.01)});
  const std::string text = text_under(card, "Offered: sharpness, of viral");
  EXPECT_THAT(text, HasSubstr("these gain, in points, viral 9.0 (4.0 to 14.0); more than 10"));
  EXPECT_THAT(text, Not(HasSubstr("normal")));
}

TEST(Verdict, WhatConvictsOfNothingIsSaidWhereItIsMuch) {
  const Card card = audited({finding("lungs covered, the network", "viral", 0.80, 0.60),
                             finding("lungs covered, the network", "normal", 0.55, 0.60),
                             finding("answers changed, noisy", "", 0.47, 0.03),
                             finding("answers changed, JPEG", "", 0.04, 0.03),
                             finding("evidence outside the lungs", "", 0.66, 0.67)});
  EXPECT_THAT(text_under(card, "It answers without the lungs"),
              HasSubstr("it still tells viral 80.0 (75.0 to 85.0), by ROC areas"));
  const std::string steadiness = text_under(card, "Its answers are not steady");
  EXPECT_THAT(steadiness, HasSubstr("Made noisy 47.0 (42.0 to 52.0), so many"));
  EXPECT_THAT(steadiness, Not(HasSubstr("JPEG")));
  EXPECT_THAT(text_under(card, "Its evidence does not point at the lungs"),
              HasSubstr("65.0 % by chance"));
}

TEST(Verdict, NothingIsRemarkedWhereThereIsNothing) {
  const Card card = audited({finding("lungs covered, the network", "viral", 0.55, 0.60),
                             finding("answers changed, noisy", "", 0.04, 0.03),
                             finding("evidence outside the lungs", "", 0.40, 0.67)});
  ASSERT_EQ(verdict_of(card).size(), 1U);
  EXPECT_EQ(verdict_of(card).front().verdict, Verdict::nothing);
}

TEST(Verdict, AFindingIsConvictedOfferedOrNeither) {
  AuditFinding border = finding("border only, the network", "viral", 0.8, 0.6);
  EXPECT_EQ(verdict_word(border), "not convicted");
  border.convicts = true;
  EXPECT_EQ(verdict_word(border), "convicted");
  EXPECT_EQ(verdict_word(finding("films offer border", "viral", 0.8, 0.6)), "offered");
  EXPECT_EQ(verdict_word(finding("films offer border", "viral", 0.62, 0.6)), "not convicted");
  EXPECT_EQ(verdict_word(finding("films offer histogram", "viral", 0.9, 0.6)), "not convicted");
}

}  // namespace
}  // namespace chestlens
