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
       {"arms.sh", "demo.sh", "models.sh", "setup.sh", "site.sh", "study_tables.sh", "test.sh"}) {
    const ScriptRun help = run_script(script + " --help");
    EXPECT_EQ(help.exit_code, 0) << script << help.errors;
    EXPECT_TRUE(help.output.starts_with(script)) << help.output;
    EXPECT_THAT(help.output, Not(HasSubstr("set -e"))) << "the remark at its head, no more";
    EXPECT_NE(run_script(script + " --nonsense").exit_code, 0) << script;
  }
}

TEST(Scripts, SayWhatTheyTakeInTheirOwnFolder) {
  for (const std::string script :
       {"tools/demo.sh", "tools/site.sh", "tools/test/root.sh", "tests/bench/run.sh"}) {
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
  for (const std::string script :
       {"arms.sh", "demo.sh --no-serve", "models.sh", "study_tables.sh"}) {
    const ScriptRun run = run_script(script + " --data /nowhere");
    EXPECT_EQ(run.exit_code, 1) << script;
    EXPECT_THAT(run.errors, HasSubstr("error: "));
    EXPECT_THAT(run.errors, HasSubstr("/nowhere"));
  }
  const test::TemporaryFolder films;
  ASSERT_TRUE(write_file_atomic(films / "manifest.csv", "file,class\n"));
  EXPECT_THAT(run_script("arms.sh --long x --data " + std::string(films / "")).errors,
              HasSubstr("--long x: not a number of epochs"));
  EXPECT_THAT(run_script("demo.sh --port x").errors, HasSubstr("--port x: not a number"));
  EXPECT_THAT(run_script("demo.sh --recipe /nowhere/r.toml").errors, HasSubstr("/nowhere/r.toml"));
  EXPECT_THAT(run_script("test.sh --only sleep").errors,
              HasSubstr("no step 'sleep'; there are: setup"));
}

/// The packages that tools/setup.sh installs on a distribution, one per line.
ScriptRun packages_of(const std::string& distribution) {
  return run_bash("-c 'set -euo pipefail; . setup/log.sh; . setup/packages.sh; packages_of " +
                      distribution + " setup/packages.txt'",
                  CHESTLENS_SOURCE_DIR "/tools");
}

TEST(Packages, AreThoseOfTheDistribution) {
  const std::string debian_12 = packages_of("debian-12").output;
  const std::string debian_13 = packages_of("debian-13").output;
  const std::string ubuntu = packages_of("ubuntu-24.04").output;
  for (const std::string& packages : {debian_12, debian_13, ubuntu}) {
    EXPECT_TRUE(packages.starts_with("ca-certificates\n")) << packages;
    EXPECT_THAT(packages, HasSubstr("\nlibopencv-dev\n"));
    EXPECT_THAT(packages, Not(HasSubstr("="))) << "a name stands for the sign";
    EXPECT_THAT(packages, Not(HasSubstr("-\n"))) << "what is not there has no name";
  }
  EXPECT_THAT(debian_12, Not(HasSubstr("\nemscripten\n"))) << "too old there";
  EXPECT_THAT(debian_13, HasSubstr("\nemscripten\n"));
  EXPECT_THAT(debian_13, HasSubstr("\nlibtorch-dev\n"));
  EXPECT_THAT(ubuntu, Not(HasSubstr("\nlibtorch-dev\n")));
  EXPECT_EQ(packages_of("none").output, "");
}

TEST(Packages, HaveAWordForEveryDistribution) {
  const ScriptRun rows = run_bash(
      "-c '. setup/log.sh; . setup/packages.sh; table_rows setup/packages.txt | awk \"{ print NF "
      "}\" | uniq'",
      CHESTLENS_SOURCE_DIR "/tools");
  EXPECT_EQ(rows.output, "4\n") << "the package and its name in three distributions";
}

TEST(Packages, OfAnUnknownDistributionAreAskedFor) {
  const ScriptRun run =
      run_bash("-c 'CHESTLENS_DISTRIBUTION=plan9-4 tools/setup.sh'", CHESTLENS_SOURCE_DIR);
  EXPECT_EQ(run.exit_code, 1);
  EXPECT_THAT(run.errors, HasSubstr("error: plan9-4: "));
  EXPECT_THAT(run.errors, HasSubstr("debian-12, debian-13, ubuntu-24.04"));
  EXPECT_THAT(run.errors, HasSubstr("CHESTLENS_DISTRIBUTION=none tools/setup.sh"));
}

}  // namespace
}  // namespace chestlens
