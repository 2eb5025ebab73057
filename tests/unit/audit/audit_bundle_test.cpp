#include "audit/audit_bundle.hpp"

#include "audit/audit_text.hpp"
#include "audit/write_audit.hpp"
#include "bundle/bundle.hpp"
#include "io/atomic_file.hpp"
#include "support/film_folder.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"
#include "support/tiny_bundle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace chestlens {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

const std::vector<std::string> classes{"bacterial", "normal", "viral"};

class AuditBundle : public testing::Test {
 protected:
  void SetUp() override {
    test::write_film_folder(data(), classes, 15);
    Card card = test::tiny_card();
    card.format = 2;
    card.name = "tiny";
    test::write_tiny_bundle(bundle(), test::onnx_of({.is_of_format_2 = true}), card);
  }

  fs::path data() const { return folder_ / "data"; }
  fs::path bundle() const { return folder_ / "tiny"; }
  fs::path folder(const std::string& name) const { return folder_ / name; }

 private:
  test::TemporaryFolder folder_;
};

TEST_F(AuditBundle, FindsByEveryTestAndWritesItDown) {
  const auto audit = audit_bundle({.bundle = bundle(), .data = data()});
  ASSERT_TRUE(audit) << to_string(audit.error());
  EXPECT_THAT(audit->measured_on, HasSubstr("45 films of 45 patients"));
  std::set<std::string> tests;
  for (const AuditFinding& finding : audit->card.findings) {
    tests.insert(finding.test);
    EXPECT_LE(finding.low, finding.value + 1e-9) << finding.test;
    EXPECT_GE(finding.high, finding.value - 1e-9) << finding.test;
    EXPECT_TRUE(std::isfinite(finding.chance_high)) << finding.test;
    EXPECT_FALSE(finding.sentence.empty());
  }
  for (const char* test :
       {"films offer border", "films offer text", "films offer file", "lungs covered, the network",
        "border only, last layer learnt again", "text found", "answers changed, blurred",
        "sharpness changed, probability gained"}) {
    EXPECT_TRUE(tests.contains(test)) << test;
  }
  ASSERT_TRUE(write_findings(bundle(), audit->card));
  const auto card = test::must(read_bundle(bundle())).card;
  ASSERT_EQ(card.findings.size(), audit->card.findings.size());
  EXPECT_EQ(card.findings[0].sentence, audit->card.findings[0].sentence);
}

TEST_F(AuditBundle, ItsTextHasTheVerdictFirst) {
  ModelAudit audit;
  audit.card.title = "Tiny";
  audit.card.name = "tiny";
  audit.measured_on = "45 films";
  audit.card.findings = {{.test = "films offer border",
                          .about = "viral",
                          .value = 0.9,
                          .low = 0.8,
                          .high = 0.95,
                          .chance = 0.5,
                          .chance_high = 0.6,
                          .sentence = "The border tells viral.",
                          .measured_on = "45 films"}};
  EXPECT_THAT(to_text(audit), HasSubstr("Offered: the border, of viral"));
  EXPECT_THAT(to_csv({audit}), HasSubstr(",offered,"));
  EXPECT_THAT(to_text(audit), HasSubstr("Nothing was convicted\n  That is no acquittal"));
  audit.card.findings.push_back(audit.card.findings[0]);
  audit.card.findings[1].test = "border only, the network";
  audit.card.findings[1].convicts = true;
  const std::string text = to_text(audit);
  EXPECT_THAT(text, HasSubstr("Convicted: the border, of viral"));
  EXPECT_EQ(text.find("Offered:"), std::string::npos);
  EXPECT_THAT(text, HasSubstr("90.0 (80.0 to 95.0)"));
  EXPECT_THAT(text, HasSubstr("CONVICTED"));
  EXPECT_THAT(to_csv({audit}), HasSubstr("tiny,\"border only, the network\",viral,0.9"));
  EXPECT_THAT(to_json({audit}), HasSubstr("\"verdict\": \"convicted\""));
}

TEST_F(AuditBundle, ItsPageIsAFolderThatIsKnownAgain) {
  const auto audit = audit_bundle({.bundle = bundle(), .data = data()});
  ASSERT_TRUE(audit) << to_string(audit.error());
  ASSERT_TRUE(write_audit(folder("page"), {*audit}, {}));
  const auto html = test::must(read_text(folder("page") / "index.html"));
  EXPECT_THAT(html, HasSubstr("Nothing was convicted"));
  EXPECT_THAT(html, HasSubstr("What the films offer beside disease"));
  EXPECT_THAT(html, HasSubstr("(tests/bench/audit_power.sh)"));
  EXPECT_TRUE(fs::exists(folder("page") / "offers-tiny.svg"));
  EXPECT_THAT(test::must(read_text(folder("page") / "findings.csv")),
              HasSubstr("films offer border"));
  EXPECT_FALSE(write_audit(folder("page"), {*audit}, {}));
  EXPECT_TRUE(write_audit(folder("page"), {*audit}, {.replace = true}));
}

TEST_F(AuditBundle, RefusesWhatSaysNothing) {
  test::write_film_folder(folder("few"), classes, 3);
  const auto few = audit_bundle({.bundle = bundle(), .data = folder("few")});
  ASSERT_FALSE(few);
  EXPECT_THAT(to_string(few.error()), HasSubstr("of 3 classes: an audit takes 20 films"));
  const auto none = audit_bundle({.bundle = bundle(), .data = folder("none")});
  ASSERT_FALSE(none);
  EXPECT_THAT(to_string(none.error()), HasSubstr("none"));
}

TEST_F(AuditBundle, NamesAFilmThatCannotBeRead) {
  test::must(write_file_atomic(data() / "normal3.png", std::string("no film")));
  const auto audit = audit_bundle({.bundle = bundle(), .data = data()});
  ASSERT_FALSE(audit);
  EXPECT_THAT(to_string(audit.error()), HasSubstr("normal3.png"));
}

TEST_F(AuditBundle, StopsWhereItIsAskedTo) {
  const auto audit =
      audit_bundle({.bundle = bundle(), .data = data(), .stopped = [] { return true; }});
  ASSERT_FALSE(audit);
  EXPECT_EQ(audit.error().code, ErrorCode::interrupted);
}

}  // namespace
}  // namespace chestlens
