#include "support/program.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::StartsWith;

TEST(Version, IsOneLine) {
  const auto run = test::run_program("--version");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.output, MatchesRegex("chestlens [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(Version, InDetailNamesCommitAndLibraries) {
  const auto run = test::run_program("version");
  EXPECT_EQ(run.exit_code, 0);
  EXPECT_THAT(run.output, StartsWith(test::run_program("--version").output));
  EXPECT_EQ(std::ranges::count(run.output, '\n'), 9) << run.output;
  // 12 digits of a commit, or none outside a checkout.
  EXPECT_THAT(run.output, testing::ContainsRegex("\ncommit +([0-9a-f]{12,}(-dirty)?|unknown)\n"));
  for (const char* library : {"LibTorch", "ONNX Runtime", "OpenCV"}) {
    EXPECT_THAT(run.output,
                testing::ContainsRegex(std::string("\n") + library + " +[0-9]+\\.[0-9]"));
  }
  EXPECT_THAT(run.output, testing::ContainsRegex("\nCUDA +(not built in|[0-9]+\\.[0-9]+)\n"));
  EXPECT_THAT(run.output, testing::ContainsRegex("\ncores +[1-9][0-9]*\n"));
  EXPECT_EQ(test::run_program("--version --verbose").output, run.output);
  EXPECT_EQ(test::run_program("--verbose").exit_code, 2);
}

}  // namespace
}  // namespace chestlens
