#include "io/atomic_file.hpp"
#include "pages.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <regex>
#include <set>
#include <sstream>

namespace chestlens::docs {
namespace {

/// What `SCRIPT --help` prints; empty where it fails.
std::string help_of(const std::string& script) {
  static std::map<std::string, std::string> known;
  const auto found = known.find(script);
  if (found != known.end()) return found->second;
  const test::TemporaryFolder folder;
  const std::string output = folder / "output";
  const std::string command = "bash " CHESTLENS_SOURCE_DIR "/" + script + " --help > " + output;
  const bool answers = std::system(command.c_str()) == 0;
  return known[script] = answers ? read_text(output).value_or("") : "";
}

/// A script of tools/ and the words after it. tools/env.sh is sourced: it takes none.
void check_script(const Page& page, const std::string& command, std::size_t& scripts) {
  static const std::regex pattern("tools/[a-z0-9_]+\\.sh");
  const auto parts = words(command);
  if (parts.empty() || !std::regex_match(parts[0], pattern) || parts[0] == "tools/env.sh") return;
  ++scripts;
  const std::string help = help_of(parts[0]);
  EXPECT_FALSE(help.empty()) << page.path << ": " << parts[0] << " does not answer --help";
  for (const std::string& part : parts) {
    const std::string option = option_of(part);
    if (option.empty() || option == "--help") continue;
    EXPECT_TRUE(names_option(help, option)) << page.path << ": " << command;
  }
}

TEST(Scripts, AnswerHelpAndTakeTheOptionsNamed) {
  std::size_t scripts = 0;
  for (const Page& page : pages()) {
    for (const std::string& command : page.commands) check_script(page, command, scripts);
    for (const std::string& code : page.code) check_script(page, code, scripts);
  }
  EXPECT_GT(scripts, 10U);
}

/// The steps that test.sh names: "Steps: setup format native; tidy only ...".
std::set<std::string> steps_of_test_script() {
  std::string line;
  std::istringstream lines(help_of("tools/test.sh"));
  while (std::getline(lines, line) && !line.starts_with("Steps: ")) {
  }
  const auto named = words(std::regex_replace(line, std::regex("Steps: |;"), ""));
  const auto end = std::ranges::find(named, "only");  // "tidy only where it is asked for"
  return {named.begin(), end};
}

// CONTRIBUTING.md's table of steps has those of test.sh, and no other.
TEST(Scripts, TestStepsAreThoseOfThePage) {
  std::set<std::string> in_page;
  const std::regex row("\\| `([a-z]+)` \\|.*");
  for (const Page& page : pages()) {
    if (page.path != "CONTRIBUTING.md") continue;
    for (const std::string& line : page.rows) {
      std::smatch match;
      if (std::regex_match(line, match, row)) in_page.insert(match[1]);
    }
  }
  EXPECT_GT(in_page.size(), 5U);
  EXPECT_EQ(in_page, steps_of_test_script());
}

}  // namespace
}  // namespace chestlens::docs
