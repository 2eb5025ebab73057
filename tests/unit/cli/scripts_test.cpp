#include "io/atomic_file.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

struct ScriptRun {
  int exit_code = -1;
  std::string output;
  std::string errors;
};

/// Runs a script of the project, given by its path and arguments, from the folder `from`.
ScriptRun run_bash(const std::string& script, const std::string& from) {
  const test::TemporaryFolder folder;
  const std::string command = "cd " + from + " && bash " + script + " > " +
                              std::string(folder / "output") + " 2> " +
                              std::string(folder / "errors");
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_text(folder / "output").value_or(""),
          read_text(folder / "errors").value_or("")};
}

/// Runs one of tools/ from another folder than the project's.
ScriptRun run_script(const std::string& arguments) {
  const test::TemporaryFolder folder;
  return run_bash(CHESTLENS_SOURCE_DIR "/tools/" + arguments, folder / "");
}

TEST(Scripts, SayWhatTheyTake) {
  for (const std::string script :
       {"demo.sh", "models.sh", "setup.sh", "site.sh", "study.sh", "test.sh"}) {
    const ScriptRun help = run_script(script + " --help");
    EXPECT_EQ(help.exit_code, 0) << script << help.errors;
    EXPECT_TRUE(help.output.starts_with(script)) << help.output;
    EXPECT_THAT(help.output, Not(HasSubstr("set -e"))) << "the remark at its head, no more";
    EXPECT_NE(run_script(script + " --nonsense").exit_code, 0) << script;
  }
}

TEST(Scripts, SayWhatTheyTakeInTheirOwnFolder) {
  for (const std::string script :
       {"tools/demo.sh", "tools/site.sh", "tools/test/libtorch2.sh", "tests/bench/run.sh"}) {
    const size_t slash = script.rfind('/');
    const std::string folder = CHESTLENS_SOURCE_DIR "/" + script.substr(0, slash);
    const std::string name = script.substr(slash + 1);
    const ScriptRun help = run_bash(name + " --help", folder);
    EXPECT_EQ(help.exit_code, 0) << script << help.errors;
    EXPECT_TRUE(help.output.starts_with(name)) << help.output;
    EXPECT_EQ(help.errors, "") << script;
  }
}

TEST(Scripts, NameWhatIsNotThere) {
  for (const std::string script : {"demo.sh --no-serve", "models.sh", "study.sh"}) {
    const ScriptRun run = run_script(script + " --data /nowhere");
    EXPECT_EQ(run.exit_code, 1) << script;
    EXPECT_THAT(run.errors, HasSubstr("error: "));
    EXPECT_THAT(run.errors, HasSubstr("/nowhere"));
  }
  EXPECT_THAT(run_script("demo.sh --port x").errors, HasSubstr("--port x: not a number"));
  EXPECT_THAT(run_script("demo.sh --recipe /nowhere/r.toml").errors, HasSubstr("/nowhere/r.toml"));
  EXPECT_THAT(run_script("test.sh --only sleep").errors,
              HasSubstr("no step 'sleep'; there are: setup"));
}

}  // namespace
}  // namespace chestlens
