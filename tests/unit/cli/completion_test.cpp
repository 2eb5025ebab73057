#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/program.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

bool is_installed(const std::string& shell) {
  return std::system(("command -v " + shell + " > /dev/null").c_str()) == 0;
}

class Completion : public testing::Test {
 protected:
  /// The script for a shell, as a file.
  std::string script(const std::string& shell) const {
    const auto run = test::run_program("completion " + shell);
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    test::must(write_file_atomic(folder_ / shell, run.output));
    return (folder_ / shell).string();
  }

  /// What bash offers for the last of some words, one a line.
  std::string offered(const std::string& words) const {
    const std::string output = (folder_ / "offered").string();
    const std::string program = "source '" + script("bash") + "'; COMP_WORDS=(" + words +
                                "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _chestlens; "
                                "printf '%s\\n' \"${COMPREPLY[@]}\"";
    test::must(write_file_atomic(folder_ / "ask", program));
    const std::string call = "bash '" + (folder_ / "ask").string() + "' > '" + output + "'";
    EXPECT_EQ(std::system(call.c_str()), 0);
    return test::must(read_text(output));
  }

  test::TemporaryFolder folder_;
};

TEST_F(Completion, OfBashOffersCommandsOptionsAndChoices) {
  if (!is_installed("bash")) GTEST_SKIP() << "bash is not installed";
  EXPECT_EQ(offered("chestlens tra"), "train\n");
  EXPECT_EQ(offered("chestlens dataset ''"), "import\ncheck\ncover\ncache\n");
  EXPECT_EQ(offered("chestlens train --rec"), "--recipe\n");
  EXPECT_EQ(offered("chestlens evaluate --run r --split ''"), "validation\ntest\nall\n");
  EXPECT_EQ(offered("chestlens dataset import n"), "nih\n");
  EXPECT_EQ(offered("chestlens networks dense"), "densenet121\n");
  EXPECT_THAT(offered("chestlens dataset import --"), HasSubstr("--patient-pattern\n"));
  // Nothing is offered here, so that the shell offers files; nor is a hidden option.
  EXPECT_EQ(offered("chestlens train --recipe ''"), "\n");
  EXPECT_THAT(offered("chestlens train --"), Not(HasSubstr("--bridge")));
}

TEST_F(Completion, OfOtherShellsIsOfTheirGrammar) {
  for (const char* shell : {"bash", "zsh", "fish"}) {
    const std::string path = script(shell);
    EXPECT_THAT(test::must(read_text(path)), HasSubstr("resolve-patients")) << shell;
    if (!is_installed(shell)) continue;
    EXPECT_EQ(std::system((std::string(shell) + " -n '" + path + "'").c_str()), 0) << shell;
  }
}

}  // namespace
}  // namespace chestlens
