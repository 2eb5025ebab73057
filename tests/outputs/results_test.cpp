#include "rows.hpp"
#include "world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace chestlens::test {
namespace {

using testing::EndsWith;

constexpr const char* no_space = "chestlens: standard output: No space left on device\n";

TEST(Results, ThatCannotBeWrittenAreAnError) {
  for (const auto& [command, arguments] : result_rows(world())) {
    SCOPED_TRACE(command + " " + arguments);
    const auto good = world().program(command + " " + arguments);
    EXPECT_EQ(good.exit_code, 0) << good.errors;
    EXPECT_NE(good.output, "");
    const auto run = world().to_full_device(command + " " + arguments);
    EXPECT_EQ(run.exit_code, 1);
    EXPECT_THAT(run.errors, EndsWith(no_space));
  }
}

TEST(Results, HelpAndVersionAreResults) {
  for (const char* arguments : {"--help", "--version", "train --help", "dataset import --help"}) {
    const auto run = world().to_full_device(arguments);
    EXPECT_EQ(run.exit_code, 1) << arguments;
    EXPECT_EQ(run.errors, no_space) << arguments;
  }
}

}  // namespace
}  // namespace chestlens::test
