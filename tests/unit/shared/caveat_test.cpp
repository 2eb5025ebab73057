#include <chestlens/caveat.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

AuditFinding finding(const std::string& test, const std::string& about, double low,
                     double chance_high, bool convicts = false) {
  return {.test = test,
          .about = about,
          .value = low + 0.05,
          .low = low,
          .high = low + 0.1,
          .chance = 0.5,
          .chance_high = chance_high,
          .convicts = convicts,
          .sentence = "S.",
          .measured_on = "452 films"};
}

Card card_of(std::vector<AuditFinding> findings) {
  Card card;
  card.name = "light";
  card.classes = {"covid19", "normal"};
  card.findings = std::move(findings);
  return card;
}

TEST(Caveat, WhatConvictsComesBeforeWhatFilmsOffer) {
  const Card card = card_of({finding("films offer border", "covid19", 0.90, 0.6),
                             finding("border only, the network", "covid19", 0.70, 0.6, true),
                             finding("border only, the network", "normal", 0.65, 0.6)});
  const auto covid = caveat_of(card, 0);
  ASSERT_TRUE(covid);
  EXPECT_THAT(covid->sentence, StartsWith("Of covid19 it goes by the border"));
  EXPECT_THAT(covid->sentence, HasSubstr("in 75 of 100 pairs, by chance in 60 at most"));
  EXPECT_EQ(covid->finding, 1U);
}

TEST(Caveat, ClassesHaveTheirOwn) {
  const Card card = card_of({finding("films offer border", "normal", 0.80, 0.6),
                             finding("films offer histogram", "normal", 0.95, 0.6),
                             finding("sharpness, noisy", "covid19", 0.2, 0.1, true)});
  EXPECT_THAT(caveat_of(card, 0)->sentence, HasSubstr("goes by sharpness, as an audit found"));
  EXPECT_THAT(caveat_of(card, 1)->sentence, HasSubstr("by the border alone, in 85 of 100 pairs"));
  EXPECT_EQ(caveat_of(card, 1)->finding, 0U);
}

TEST(Caveat, NothingFoundIsNoAcquittal) {
  const Card card = card_of({finding("films offer border", "covid19", 0.55, 0.6)});
  EXPECT_THAT(caveat_of(card, 0)->sentence, HasSubstr("no acquittal"));
  EXPECT_FALSE(caveat_of(card, 0)->finding);
  EXPECT_THAT(caveat_of(card_of({}), 1)->sentence, HasSubstr("not audited"));
}

TEST(Caveat, OfAnotherModelNothingIsSaid) {
  Card card = card_of({finding("border only, the network", "covid19", 0.70, 0.6, true)});
  card.files = {{"model.onnx", 3, std::string(64, 'a')}};
  card.provenance = Provenance{};
  card.provenance->model_sha256 = std::string(64, 'b');
  EXPECT_THAT(caveat_of(card, 0)->sentence, HasSubstr("not audited"));
}

TEST(Caveat, RefusesAClassThatIsNotThere) {
  EXPECT_EQ(caveat_of(card_of({}), 2).error().code, ErrorCode::invalid_argument);
  EXPECT_FALSE(caveat_of(card_of({}), -1));
}

}  // namespace
}  // namespace chestlens
