#include <chestlens/asked_list.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace chestlens {
namespace {

using nlohmann::json;
using testing::HasSubstr;

AskedList example() {
  AskedList asked;
  asked.film = "film.png";
  asked.model = "both";
  asked.members = {{"light", std::string(64, 'a'), 0.25}, {"sharp", std::string(64, 'b'), 0.75}};
  asked.classes = {"covid19", "normal"};
  asked.before = {{0.875F, 0.125F}, Trust{.likeness = Likeness::like, .score = 0.5, .reason = {}}};
  asked.questions = {
      {CoverQuestion{FilmPart::border, CoverFill::mean},
       Answer{{0.125F, 0.875F}, Trust{.likeness = Likeness::unlike, .score = 37.0, .reason = {}}}},
      {CoverQuestion{FilmPart::text, CoverFill::mean}, {}, "none was found on this film"}};
  return asked;
}

TEST(AskedList, HasForEachQuestionWordsParametersAnswersAndSummary) {
  const AskedList asked = example();
  const json document = json::parse(to_json(asked).value());
  EXPECT_EQ(document["format"], 1);
  EXPECT_EQ(document["film"], "film.png");
  EXPECT_EQ(document["model"], "both");
  EXPECT_EQ(document["members"][1]["name"], "sharp");
  EXPECT_EQ(document["members"][1]["model_sha256"], std::string(64, 'b'));
  EXPECT_EQ(document["members"][1]["weight"], 0.75);
  EXPECT_EQ(document["before"]["predicted"], "covid19");
  EXPECT_EQ(document["before"]["probabilities"]["covid19"], 0.875);
  EXPECT_EQ(document["caveat"], question_caveat);
  ASSERT_EQ(document["questions"].size(), 2U);

  const json& border = document["questions"][0];
  EXPECT_EQ(border["words"], "the border covered by the mean of the rest");
  EXPECT_EQ(parse_question(border["question"].dump()).value(), asked.questions[0].question);
  EXPECT_EQ(border["before"], document["before"]);
  EXPECT_EQ(border["after"]["probabilities"], (json{{"covid19", 0.125}, {"normal", 0.875}}));
  EXPECT_EQ(border["after"]["predicted"], "normal");
  EXPECT_EQ(border["after"]["trust"]["answer"], "unlike");
  EXPECT_EQ(border["after"]["trust"]["score"], 37.0);
  EXPECT_EQ(border["change"], (json{{"covid19", -0.75}, {"normal", 0.75}}));
  EXPECT_EQ(border["dependence"], "hangs");
  EXPECT_THAT(border["summary"], HasSubstr("this answer hangs on the border; the film so changed"));

  const json& text = document["questions"][1];
  EXPECT_EQ(text["not_asked"], "none was found on this film");
  EXPECT_FALSE(text.contains("after"));
}

TEST(AskedList, AnAnswerOfOtherClassesIsRefused) {
  AskedList asked = example();
  asked.questions[0].after->probabilities = {1.0F};
  const auto json = to_json(asked);
  ASSERT_FALSE(json);
  EXPECT_EQ(to_string(json.error()),
            "the border covered by the mean of the rest: has 1 probabilities for 2 classes");
  asked.before.probabilities.clear();
  EXPECT_FALSE(to_json(asked));
}

}  // namespace
}  // namespace chestlens
