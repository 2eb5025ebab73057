#include <chestlens/card_summary.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace chestlens {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Card card_of(std::vector<MeasuredMetric> metrics, std::vector<AuditFinding> findings = {}) {
  Card card;
  card.classes = {"covid19", "viral", "normal"};
  card.metrics = std::move(metrics);
  card.findings = std::move(findings);
  return card;
}

MeasuredMetric macro_f1(const std::string& measured_on, double low = 0.8) {
  return {"macro F1", 0.835, low, 0.867, measured_on};
}

AuditFinding finding(const std::string& test, const std::string& about, double low, double chance,
                     bool convicts) {
  return {.test = test,
          .about = about,
          .value = low + 0.05,
          .low = low,
          .high = low + 0.1,
          .chance = chance,
          .chance_high = chance,
          .convicts = convicts,
          .sentence = "Sentence on " + test + " of " + about + ".",
          .measured_on = "452 films of 330 patients"};
}

TEST(CardSummary, SaysHowWellClassesAreToldApart) {
  EXPECT_EQ(summary_of(card_of({macro_f1("test, split by patient, 556 films")})).can,
            "Tells covid19, viral and normal apart on films of the collections that trained it: "
            "macro F1 83.5 % (80.0-86.7) on 556 test films of patients that it never saw.");
  EXPECT_THAT(
      summary_of(card_of({macro_f1("test, split by film: patients are not known, 556 films")})).can,
      EndsWith("on 556 test films, of patients who may have trained it."));
}

TEST(CardSummary, PrefersTestFilmsAndSaysWhatFlatters) {
  const MeasuredMetric test{"macro F1", 0.7, 0.65, 0.75, "test, split by patient, 556 films"};
  const MeasuredMetric validation = macro_f1("validation, split by patient, 869 films");
  const MeasuredMetric other = macro_f1("other films (St. Mary, B), 12 films");
  EXPECT_THAT(summary_of(card_of({validation, test, other})).can, HasSubstr("70.0 % (65.0-75.0)"));
  EXPECT_THAT(summary_of(card_of({other, validation})).can,
              EndsWith("on 869 validation films, which chose its epoch and so flatter it."));
  EXPECT_EQ(
      summary_of(card_of({other})).can,
      "Tells covid19, viral and normal apart: macro F1 83.5 % (80.0-86.7) on other films (St. "
      "Mary, B), 12 films.");
}

TEST(CardSummary, TakesTheAreaOfLabelsAndNoOtherFigure) {
  EXPECT_THAT(
      summary_of(card_of({{"mean ROC area", 0.7, 0.6, 0.8, "test, split by patient, 9 films"}}))
          .can,
      HasSubstr("mean ROC area 70.0 % (60.0-80.0) on 9 test films"));
  EXPECT_EQ(summary_of(card_of({{"accuracy", 0.7, 0.6, 0.8, "test"}})).can,
            "How well it tells covid19, viral and normal apart was not measured.");
}

// Who always answers the same reaches a macro F1 of a third at the most, and an area of a half.
TEST(CardSummary, DoesNotClaimWhatChanceGivesToo) {
  EXPECT_THAT(summary_of(card_of({macro_f1("test, 5 films", 0.33)})).can,
              StartsWith("Was not shown to tell covid19"));
  EXPECT_THAT(summary_of(card_of({macro_f1("test, 5 films", 0.34)})).can, StartsWith("Tells"));
  EXPECT_THAT(summary_of(card_of({{"mean ROC area", 0.7, 0.5, 0.8, "test, 5 films"}})).can,
              StartsWith("Was not shown to tell covid19"));
}

TEST(CardSummary, DoesNotListManyClasses) {
  Card card = card_of({});
  card.classes.assign(14, "class");
  EXPECT_THAT(summary_of(card).can, HasSubstr("tells its 14 classes apart"));
}

// The viral border lies 25 points above chance, covid19's 20; sharpness, 40, is of another kind.
TEST(CardSummary, SaysTheWorstConvictionAndAllThatConvict) {
  const Card card =
      card_of({}, {finding("films offer border", "covid19", 0.9, 0.5, false),
                   finding("border only, the network", "covid19", 0.7, 0.5, true),
                   finding("border only, the network", "viral", 0.75, 0.5, true),
                   finding("sharpness changed, probability gained", "viral", 0.4, 0.0, true),
                   finding("recall by source", "normal, clinic", 0.1, 0.9, false)});
  const CardSummary summary = summary_of(card);
  EXPECT_TRUE(summary.is_convicted);
  EXPECT_EQ(
      summary.cannot,
      "That it looks at the lungs is not shown: an audit on 452 films of 330 patients convicts "
      "it of the border (covid19, viral) and sharpness (viral). Sentence on border only, the "
      "network of viral.");
}

TEST(CardSummary, OfNoConvictionSaysTheSourceThatIsMissedMost) {
  const CardSummary summary =
      summary_of(card_of({}, {finding("border only, the network", "covid19", 0.4, 0.5, false),
                              finding("recall by source", "normal, clinic", 0.6, 0.9, false),
                              finding("recall by source", "normal, hospital", 0.5, 0.9, false)}));
  EXPECT_FALSE(summary.is_convicted);
  EXPECT_EQ(summary.cannot,
            "An audit on 452 films of 330 patients convicts it of nothing, which is no acquittal. "
            "Where it is weakest, Sentence on recall by source of normal, hospital.");
}

TEST(CardSummary, SaysTheClassThatIsMissedMostWhereNoSourceIsCompared) {
  const std::string test = "test, split by patient, ";
  const std::vector<MeasuredMetric> metrics = {
      macro_f1(test + "556 films"),
      {"recall covid19", 0.5, 0.1, 0.9, test + "2 films of the class, too few"},
      {"recall viral", 0.6, 0.5, 0.7, test + "111 films of the class"},
      {"recall normal", 0.2, 0.1, 0.3, "validation, split by patient, 9 films of the class"}};
  const std::string weakest =
      " It misses viral most: it recognises 60.0 % (50.0-70.0) of 111 test films of it.";
  EXPECT_EQ(summary_of(card_of(metrics)).cannot,
            "Whether it looks at the lungs is not known: it was not audited." + weakest);
  EXPECT_EQ(summary_of(card_of(metrics, {finding("text found", "", 0.8, 0.0, false)})).cannot,
            "An audit on 452 films of 330 patients convicts it of nothing, which is no acquittal." +
                weakest);
}

TEST(CardSummary, OfNoFigureSaysThatNothingIsKnown) {
  EXPECT_EQ(summary_of(card_of({})).cannot,
            "Whether it looks at the lungs is not known: it was not audited.");
}

TEST(CardSummary, DoesNotBelieveFiguresOfAnotherModel) {
  Card card = card_of({macro_f1("test, split by patient, 556 films")},
                      {finding("border only, the network", "covid19", 0.7, 0.5, true)});
  card.files = {{"model.onnx", 1, std::string(64, 'a')}};
  card.provenance.emplace().model_sha256 = std::string(64, 'b');
  const CardSummary summary = summary_of(card);
  EXPECT_THAT(summary.can, EndsWith("the figures in its card are of another model.onnx."));
  EXPECT_THAT(summary.cannot, EndsWith("measure and audit it again."));
  EXPECT_FALSE(summary.is_convicted);
}

TEST(CardSummary, SaysWhatTheModelMustNotBeUsedFor) {
  Card card = card_of({});
  EXPECT_EQ(summary_of(card).must_not,
            "Never diagnose with it: it calls whatever it is shown covid19, viral or normal, and "
            "its figures hold for films like those that they were measured on, for no others.");
  card.classes.assign(14, "class");
  EXPECT_THAT(summary_of(card).must_not, HasSubstr("is shown one of its 14 classes,"));
}

CatalogEnsemble ensemble_of(std::vector<MeasuredMetric> metrics) {
  return {.name = "both",
          .title = "Both",
          .members = {},
          .chosen = {},
          .metrics = std::move(metrics),
          .audit = {},
          .limits = {}};
}

Card member(const std::string& title, std::vector<AuditFinding> findings) {
  Card card = card_of({}, std::move(findings));
  card.title = title;
  return card;
}

TEST(EnsembleSummary, HasFiguresOfItsOwnAndTheAuditsOfItsMembers) {
  const std::vector<Card> members{
      member("Light", {finding("border only, the network", "viral", 0.75, 0.5, true)}),
      member("Heavy", {finding("text found", "", 0.8, 0.0, false)}), member("New", {})};
  const CardSummary summary =
      summary_of(ensemble_of({macro_f1("test, split by patient, 556 films"),
                              {"recall viral", 0.6, 0.5, 0.7, "test, 111 films of the class"}}),
                 members);
  EXPECT_THAT(summary.can, StartsWith("Tells covid19, viral and normal apart on films of the "
                                      "collections that trained it: macro F1 83.5 %"));
  EXPECT_EQ(summary.cannot,
            "That it looks at the lungs is not shown: audits of its members convict Light of the "
            "border (viral). Not audited: New. It misses viral most: it recognises 60.0 % "
            "(50.0-70.0) of 111 test films of it.");
  EXPECT_THAT(summary.must_not, StartsWith("Never diagnose with it"));
  EXPECT_TRUE(summary.is_convicted);
}

TEST(EnsembleSummary, DoesNotAcquitMembersThatWereNotAsked) {
  const std::vector<Card> asked{member("Light", {finding("text found", "", 0.8, 0.0, false)})};
  const CardSummary clear = summary_of(ensemble_of({}), asked);
  EXPECT_EQ(clear.cannot, "Audits of its members convict them of nothing, which is no acquittal.");
  EXPECT_FALSE(clear.is_convicted);
  const std::vector<Card> unasked{member("New", {})};
  EXPECT_EQ(summary_of(ensemble_of({}), unasked).cannot,
            "Whether it looks at the lungs is not known: its members were not audited.");
}

// Always the same answer: each class's recall is 0 or 1, and one F1 alone is not 0.
TEST(BlindScore, IsKnownWhereItDoesNotDependOnTheFilms) {
  EXPECT_DOUBLE_EQ(blind_score("macro F1", 4).value(), 0.25);
  EXPECT_DOUBLE_EQ(blind_score("balanced accuracy", 4).value(), 0.25);
  EXPECT_DOUBLE_EQ(blind_score("ROC area viral", 4).value(), 0.5);
  EXPECT_DOUBLE_EQ(blind_score("mean ROC area", 4).value(), 0.5);
  EXPECT_FALSE(blind_score("accuracy", 4));
  EXPECT_FALSE(blind_score("precision-recall area viral", 4));
}

}  // namespace
}  // namespace chestlens
