#include "support/program.hpp"
#include "support/server.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

namespace fs = std::filesystem;
using test::run_program;

TEST(WeightsCommand, ListNamesAddressSizeAndLicence) {
  const auto list = run_program("weights list");
  EXPECT_EQ(list.exit_code, 0) << list.errors;
  for (const char* part : {"densenet121 ", " 32 ", "BSD-3-Clause", "/densenet121-a639ec97.pth"}) {
    EXPECT_NE(list.output.find(part), std::string::npos) << list.output;
  }
}

TEST(WeightsCommand, GetKeepsNoFileOfAnotherDigest) {
  test::Server server(CHESTLENS_PYTHON, CHESTLENS_RANGE_SERVER);
  const test::TemporaryFolder folder;
  const auto get = run_program("weights get densenet121 --from " + server.url("/whole") + " --to " +
                               std::string(folder.path()));
  EXPECT_EQ(get.exit_code, 1);
  EXPECT_NE(get.errors.find("is not the file wanted"), std::string::npos) << get.errors;
  EXPECT_NE(get.errors.find("should be a639ec97d7c33b07"), std::string::npos) << get.errors;
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(WeightsCommand, GetSaysOfflineWhereToPutTheFile) {
  const test::TemporaryFolder folder;
  const auto get = run_program("weights get densenet121 --from http://127.0.0.1:1/x --to " +
                               std::string(folder.path()));
  EXPECT_EQ(get.exit_code, 1);
  const std::string path = folder / "densenet121-a639ec97.pth";
  EXPECT_NE(get.errors.find("without a network, get the file elsewhere and put it at " + path),
            std::string::npos)
      << get.errors;
}

}  // namespace
}  // namespace chestlens
