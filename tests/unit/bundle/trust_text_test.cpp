#include "bundle/trust_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace chestlens {
namespace {

using testing::ElementsAre;

const Trust cat{.likeness = Likeness::unlike,
                .score = 3.2,
                .farther_than = 1.0,
                .surprise = Surprise::no_xray,
                .reason = {}};

Trust no_trust() {
  Trust trust;
  trust.reason = "tiny has no trust.bin";
  return trust;
}

TEST(TrustText, SaysHowFarOrWhatIsLacking) {
  EXPECT_EQ(trust_note(cat), "[unlike, 3.2 x, perhaps no chest X-ray]");
  EXPECT_EQ(trust_note({.likeness = Likeness::like, .score = 0.5, .reason = {}}), "[like]");
  EXPECT_EQ(trust_note(no_trust()), "[cannot tell: tiny has no trust.bin]");
}

TEST(TrustText, NamesTheModelsWhereThereAreSeveral) {
  const std::vector<ModelTrust> models{{"one", cat}, {"two", no_trust()}};
  EXPECT_THAT(trust_lines(models), ElementsAre("one: [unlike, 3.2 x, perhaps no chest X-ray]",
                                               "two: [cannot tell: tiny has no trust.bin]"));
  EXPECT_THAT(
      trust_lines(std::span(models).first(1), describe),
      ElementsAre("unlike the training films: 3.2 times the limit, perhaps no chest X-ray"));
}

TEST(TrustText, HasColumnsAndKeys) {
  EXPECT_THAT(trust_columns(), ElementsAre("trust", "trust_score", "perhaps"));
  EXPECT_THAT(trust_fields(cat), ElementsAre("unlike", "3.2", "no chest X-ray"));
  EXPECT_THAT(trust_fields(no_trust()), ElementsAre("cannot tell", "", ""));
  EXPECT_THAT(trust_fields(std::nullopt), ElementsAre("", "", ""));
  EXPECT_EQ(trust_json(cat)["perhaps"], "no chest X-ray");
  EXPECT_FALSE(trust_json(no_trust()).contains("score"));
}

}  // namespace
}  // namespace chestlens
