#include "io/lock.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

TEST(Locks, ACatalogThatAnotherProcessWritesIsLeftAlone) {
  const test::TemporaryFolder folder;
  const std::filesystem::path models = folder / "models";
  const auto lock = test::must(FolderLock::take(models, "is writing the catalog here"));
  for (const std::string& command :
       {"catalog --models " + models.string() + " a", "ensemble --models " + models.string() +
                                                          " --data " + folder.path().string() +
                                                          " --members a b --name e --title E"}) {
    const auto run = test::run_program(command);
    EXPECT_EQ(run.exit_code, 1) << command;
    EXPECT_THAT(run.errors, HasSubstr("another process (pid " + std::to_string(::getpid())));
    EXPECT_THAT(run.errors, HasSubstr("is writing the catalog here"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(models));
}

}  // namespace
}  // namespace chestlens
