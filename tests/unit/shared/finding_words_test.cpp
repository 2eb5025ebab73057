#include <chestlens/audit_trait.hpp>
#include <chestlens/finding_words.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

AuditFinding finding(const std::string& test) {
  return {.test = test,
          .about = "viral",
          .value = 0.75,
          .low = 0.7,
          .high = 0.801,
          .chance = 0.5,
          .chance_high = 0.6,
          .sentence = "It was found.",
          .measured_on = "60 films"};
}

TEST(TraitInWords, NamesWhatATestAsksAbout) {
  EXPECT_EQ(trait_in_words("border only, the network"), "the border");
  EXPECT_EQ(trait_in_words("films offer border"), "the border");
  EXPECT_EQ(trait_in_words("text covered, probability lost"), "text and markers");
  EXPECT_EQ(trait_in_words("file"), "the file's size and kind");
  EXPECT_EQ(trait_in_words("brightness changed, probability gained"), "brightness");
  EXPECT_EQ(trait_in_words("whole film, the network"), "whole films");
  for (const char* test : {"features tell sources", "recall by source", "within one source",
                           "source left out of the last layer"}) {
    EXPECT_EQ(trait_in_words(test), "sources");
  }
  EXPECT_EQ(trait_in_words("wingspan, the network"), "wingspan");
}

TEST(TraitMeaning, IsOneForAllTestsOfATrait) {
  EXPECT_EQ(trait_meaning("films offer border"),
            "the outer 10 % of the film, where little or no lung is");
  EXPECT_EQ(trait_meaning("border covered, the network"), trait_meaning("films offer border"));
  EXPECT_EQ(trait_meaning("recall by source"), trait_meaning("features tell sources"));
  EXPECT_FALSE(trait_meaning("recall by source").empty());
  EXPECT_EQ(trait_meaning("wingspan"), "");
}

TEST(FindingWords, SayTheFigureAndWhatItIsSetAgainst) {
  const FindingWords words = words_of(finding("films offer border"));
  EXPECT_EQ(words.trait, "the border");
  EXPECT_EQ(words.figure, "ROC area, %");
  EXPECT_EQ(words.found, "75.0 (70.0 to 80.1)");
  EXPECT_EQ(words.against, "by chance 50.0, at most 60.0");
  EXPECT_EQ(words.verdict, "offered");
}

TEST(FindingWords, AreOfTheTestsOwnMeasure) {
  const auto figure = [](const char* test) { return words_of(finding(test)).figure; };
  const auto against = [](const char* test) { return words_of(finding(test)).against; };
  EXPECT_EQ(against("recall by source"), "films of its other sources 50.0, at most 60.0");
  EXPECT_EQ(against("text covered, answers changed"),
            "as much covered elsewhere 50.0, at most 60.0");
  EXPECT_EQ(against("answers changed, JPEG"), "noise of one grey level 50.0, at most 60.0");
  EXPECT_EQ(against("sharpness changed, probability gained"),
            "noise of one grey level 50.0, at most 60.0");
  EXPECT_EQ(against("text found"), "");
  EXPECT_EQ(against("text covered, probability lost"), "");
  EXPECT_EQ(figure("text covered, probability lost"), "points of probability");
  EXPECT_EQ(figure("evidence outside the lungs"), "share of the evidence, %");
  EXPECT_EQ(figure("within one source"), "ROC area, %");
}

TEST(FindingWords, SayNoMostWhereItIsTheMean) {
  AuditFinding certain = finding("recall by source");
  certain.chance_high = certain.chance;
  EXPECT_EQ(words_of(certain).against, "films of its other sources 50.0");
}

}  // namespace
}  // namespace chestlens
