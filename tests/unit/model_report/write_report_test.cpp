#include "model_report/write_report.hpp"

#include "example_report.hpp"
#include "io/atomic_file.hpp"
#include "model_report/report_page.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace chestlens {
namespace {

namespace fs = std::filesystem;

using test::must;
using testing::HasSubstr;
using testing::StartsWith;

TEST(WriteReport, OnePageWithItsFiguresJsonAndCsv) {
  ModelReport report = test::example_report();
  report.evaluated.cards[0].findings = {test::example_finding(true)};
  BatchTimings timings{};
  timings[0].median_milliseconds = 2.5;
  report.times = PredictionTimes{{timings, timings}, "a processor", 1, "ONNX Runtime"};
  const Page page = must(report_page(report));
  const test::TemporaryFolder folder;
  const fs::path out = folder / "out";
  must(write_report(out, report, page, {}));
  EXPECT_EQ(must(read_text(out / "report.html")), to_html(page));
  EXPECT_EQ(must(read_text(out / "report.json")), report_json(report));
  EXPECT_THAT(report_json(report), HasSubstr(R"("must_not": "Never diagnose with it)"));
  EXPECT_THAT(must(read_text(out / "costs.csv")), HasSubstr("light,3500000,310000000,4600000,2.5"));
  EXPECT_THAT(must(read_text(out / "findings.csv")),
              HasSubstr("light,\"border only, the network\",covid19,0.9"));
  EXPECT_THAT(must(read_text(out / "figures.csv")), StartsWith("model,metric,class"));
  EXPECT_TRUE(fs::exists(out / "differences.csv"));
  EXPECT_TRUE(fs::exists(out / "roc-heavy.svg"));
  EXPECT_FALSE(fs::exists(out / "trust.csv")) << "no card has it";
  EXPECT_FALSE(fs::exists(out / "cases.csv"));

  EXPECT_FALSE(check_report_place(out, {}));
  must(check_report_place(out, {.replace = true}));
  must(write_file_atomic(out / "notes.txt", "mine"));
  EXPECT_FALSE(check_report_place(out, {.replace = true}));
}

}  // namespace
}  // namespace chestlens
