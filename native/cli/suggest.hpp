#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
class ParseError;
}  // namespace CLI

namespace chestlens {

/// "chestlens dataset import": the command with those that it is below.
std::string command_path(const CLI::App& command);

/// Names of the commands directly below one, in the order of its help.
std::vector<std::string> subcommand_names(const CLI::App& command);

/// "no such command: trian; did you mean train?"
std::string no_such_command(const CLI::App& above, const std::string& word);

/// What is wrong with a command line, in words of its own where an option or a command is unknown,
/// and the command whose help says more. Two lines, the first beginning with "chestlens: ".
std::string usage_message(const CLI::App& app, const CLI::ParseError& error);

}  // namespace chestlens
