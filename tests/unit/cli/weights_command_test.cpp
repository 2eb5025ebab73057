#include "support/program.hpp"
#include "support/server.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;
using test::run_program;

TEST(WeightsCommand, ListNamesAddressSizeAndLicence) {
  const auto list = run_program("weights list");
  EXPECT_EQ(list.exit_code, 0) << list.errors;
  for (const char* part : {"densenet121 ", " 32 ", "BSD-3-Clause", "/densenet121-a639ec97.pth"}) {
    EXPECT_THAT(list.output, HasSubstr(part));
  }
}

TEST(WeightsCommand, GetKeepsNoFileOfAnotherDigest) {
  test::Server server(CHESTLENS_PYTHON, CHESTLENS_RANGE_SERVER);
  const test::TemporaryFolder folder;
  const auto get = run_program("weights get densenet121 --from " + server.url("/whole") + " --to " +
                               std::string(folder.path()));
  EXPECT_EQ(get.exit_code, 1);
  EXPECT_THAT(get.errors, HasSubstr("is not the file wanted"));
  EXPECT_THAT(get.errors, HasSubstr("should be a639ec97d7c33b07"));
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(WeightsCommand, GetSaysOfflineWhereToPutTheFile) {
  const test::TemporaryFolder folder;
  const auto get = run_program("weights get densenet121 --from http://127.0.0.1:1/x --to " +
                               std::string(folder.path()));
  EXPECT_EQ(get.exit_code, 1);
  const std::string path = folder / "densenet121-a639ec97.pth";
  EXPECT_THAT(get.errors,
              HasSubstr("without a network, get the file elsewhere and put it at " + path));
}

}  // namespace
}  // namespace chestlens
