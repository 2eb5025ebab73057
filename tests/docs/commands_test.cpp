#include "pages.hpp"
#include "support/program.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>

namespace chestlens::docs {
namespace {

/// What `chestlens SUBCOMMAND --help` prints; empty where there is no such subcommand.
std::string help_of(const std::string& subcommand) {
  static std::map<std::string, std::string> known;
  const auto found = known.find(subcommand);
  if (found != known.end()) return found->second;
  const auto run = test::run_program(subcommand + " --help");
  return known[subcommand] = run.exit_code == 0 ? run.output : "";
}

bool is_program(const std::string& word) {
  return word == "chestlens" || word == "$chestlens" || word.ends_with("/chestlens");
}

bool is_subcommand(const std::string& word) {
  return std::regex_match(word, std::regex("[a-z]+(-[a-z]+)*"));
}

/// The words from the program's name on; none where the command does not call it.
std::vector<std::string> call_of(const std::string& command) {
  auto parts = words(command);
  parts.erase(parts.begin(), std::ranges::find_if(parts, is_program));
  return parts;
}

/// Checks subcommand and options. "chestlens SUBCOMMAND", in capitals, stands for any.
void check_call(const Page& page, const std::string& command, std::size_t& calls) {
  const auto parts = call_of(command);
  if (parts.size() < 2 || !is_subcommand(parts[1])) return;
  ++calls;
  std::string help = help_of(parts[1]);
  ASSERT_FALSE(help.empty()) << page.path << ": " << command;
  const auto line = [](const std::string& name) { return std::regex("\n  " + name + " "); };
  if (parts.size() > 2 && is_subcommand(parts[2]) && std::regex_search(help, line(parts[2]))) {
    help = help_of(parts[1] + " " + parts[2]);
  }
  for (const std::string& part : parts) {
    const std::string option = option_of(part);
    if (option.empty()) continue;
    EXPECT_TRUE(names_option(help, option)) << page.path << ": " << command;
  }
}

TEST(Commands, AreThoseOfTheProgram) {
  std::size_t calls = 0;
  for (const Page& page : pages()) {
    for (const std::string& command : page.commands) check_call(page, command, calls);
    for (const std::string& code : page.code) check_call(page, code, calls);
  }
  EXPECT_GT(calls, 20U);
}

}  // namespace
}  // namespace chestlens::docs
