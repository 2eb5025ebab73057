#include "rows.hpp"
#include "world.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>

namespace chestlens::test {
namespace {

using Names = std::set<std::string>;

/// The commands below one, "" for all, by its help text; those that only hold others are not named.
void add_commands(const std::string& above, Names& names) {
  std::istringstream help(run_program(above + " --help").output);
  bool lists = false;
  std::size_t found = 0;
  for (std::string line; std::getline(help, line);) {
    if (line.starts_with("Subcommands:")) lists = true;
    if (!lists || !line.starts_with("  ") || line.starts_with("   ")) continue;
    const std::string name = line.substr(2, line.find(' ', 2) - 2);
    add_commands(above.empty() ? name : above + " " + name, names);
    ++found;
  }
  if (found == 0) names.insert(above);
}

/// Commands whose outputs are tried elsewhere, or not at the place that a user names.
const Names of_their_own = {
    "train",           // has no --replace: train_test.cpp
    "dataset import",  // --append and --replace: tests/unit/cli/dataset_command_test.cpp
    "serve",           // ends when it is told to: tests/unit/cli/serve_command_test.cpp
    "trust",           // writes in place: tests/unit/trust/add_trust_test.cpp
    "upgrade",         // writes in place: tests/unit/onnx/upgrade_bundle_test.cpp
    "weights add",     // into the user's cache: tests/unit/weights/added_weights_test.cpp
    "weights get",     // needs a server: tests/unit/io/download_test.cpp
};

TEST(Commands, EachHasARow) {
  Names all;
  add_commands("", all);
  ASSERT_GT(all.size(), 10U);
  Names rows = of_their_own;
  for (const auto& row : output_rows(world())) rows.insert(row.command);
  for (const auto& row : result_rows(world())) rows.insert(row.command);
  for (const std::string& command : all) {
    EXPECT_TRUE(rows.contains(command)) << command << " needs a row in tests/outputs/rows.cpp";
  }
  for (const std::string& command : rows) EXPECT_TRUE(all.contains(command)) << command;
}

// Every option that takes a place to write is called so in the help texts.
TEST(Commands, NoOptionIsGivenAnEmptyValue) {
  for (const auto& row : output_rows(world())) {
    const auto run = world().program(row.command + " " + row.arguments + " ''");
    EXPECT_EQ(run.exit_code, 2) << row.command;
    EXPECT_NE(run.errors, "") << row.command;
  }
}

}  // namespace
}  // namespace chestlens::test
