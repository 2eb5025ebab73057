#include "report/complexity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

Complexity dense() {
  return {.bundle = "dense",
          .network = "densenet121",
          .size_pixels = 128,
          .parameters = 8'000'000,
          .multiply_adds = 950'000'000,
          .bundle_bytes = 32'500'000,
          .gzip_bytes = 30'000'000,
          .libtorch = {{{12, 40.0, 50.0}, {10, 900.0, 1234.4}}},
          .onnx_runtime = {{{20, 30.0, 31.25}, {10, 700.0, 710.0}}}};
}

Complexity mobile() {
  return {.bundle = "mobile",
          .network = "mobilenet_v2",
          .size_pixels = 96,
          .parameters = 2'000'000,
          .multiply_adds = 50'000'000,
          .bundle_bytes = 9'000'000,
          .gzip_bytes = 8'000'000,
          .libtorch = {{{100, 10.0, 12.0}, {11, 100.0, 110.0}}},
          .onnx_runtime = {{{200, 5.0, 6.0}, {12, 50.0, 60.0}}}};
}

ComplexityReport report_of(std::vector<Complexity> bundles) {
  return {std::move(bundles), "A Processor", 2, {"LibTorch 1", "ONNX Runtime 2"}};
}

TEST(ComplexityReport, HasARowABundleAndSaysWhere) {
  const std::string text = to_markdown(report_of({dense()}));
  EXPECT_THAT(
      text, HasSubstr("| dense | densenet121 | 128 | 8 | 0.95 | 32.5 | 30 | 40 (50) | 900 (1,234) "
                      "| 30 (31.2) | 700 (710) |\n"));
  EXPECT_THAT(text, HasSubstr("of 10 repetitions"));
  EXPECT_THAT(text, HasSubstr("A Processor, 2 threads; LibTorch 1, ONNX Runtime 2\n"));
  EXPECT_THAT(text, Not(HasSubstr("ensemble")));
}

TEST(ComplexityReport, SumsSeveralAsAnEnsemble) {
  const std::string text = to_markdown(report_of({dense(), mobile()}));
  EXPECT_THAT(
      text, HasSubstr("| all, as an ensemble |  |  | 10 | 1 | 41.5 | 38 | 50 (62) | 1,000 (1,344) "
                      "| 35 (37.2) | 750 (770) |\n"));
  EXPECT_EQ(std::ranges::count(text, '\n'), 5 + 4) << text;
}

TEST(ComplexityReport, JsonHasFullPrecision) {
  const auto one = nlohmann::json::parse(to_json(report_of({dense()})));
  EXPECT_FALSE(one.contains("ensemble"));
  EXPECT_EQ(one.at("bundles").at(0).at("libtorch").at(1).at("batch"), 32);
  EXPECT_EQ(one.at("bundles").at(0).at("libtorch").at(1).at("percentile_95_milliseconds"), 1234.4);
  const auto two = nlohmann::json::parse(to_json(report_of({dense(), mobile()})));
  EXPECT_EQ(two.at("ensemble").at("gzip_bytes"), 38'000'000);
  EXPECT_EQ(two.at("ensemble").at("onnx_runtime").at(0).at("repetitions"), 20);
  EXPECT_EQ(two.at("processor"), "A Processor");
}

}  // namespace
}  // namespace chestlens
