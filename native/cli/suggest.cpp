#include "cli/suggest.hpp"

#include "io/nearest.hpp"
#include "io/text.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <optional>

namespace chestlens {
namespace {

/// The last command that the command line names.
const CLI::App& deepest_command(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return *command;
}

/// Options that the help shows, by their long names.
std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) continue;
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What is wrong with the first word that no command took.
std::optional<std::string> unknown_word(const CLI::App& command) {
  const auto left = command.remaining();
  if (left.empty()) return std::nullopt;
  const std::string& word = left.front();
  if (word.starts_with("-")) {
    const std::string name = word.substr(0, word.find('='));
    return "no such option: " + name + did_you_mean(name, option_names(command));
  }
  if (!subcommand_names(command).empty()) return no_such_command(command, word);
  return "not expected: " + word;
}

std::string cause(const CLI::App& command, const CLI::ParseError& error) {
  const std::string text = error.what();
  if (text == "A subcommand is required") {
    return "give one of the commands " + joined(subcommand_names(command));
  }
  // "--films: 1 required INT missing"
  if (text.ends_with(" missing")) return text.substr(0, text.find(':')) + ": its value is missing";
  return text;
}

}  // namespace

std::string command_path(const CLI::App& command) {
  const CLI::App* above = command.get_parent();
  return above == nullptr ? command.get_name() : command_path(*above) + " " + command.get_name();
}

std::vector<std::string> subcommand_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* below : command.get_subcommands({})) names.push_back(below->get_name());
  return names;
}

std::string no_such_command(const CLI::App& above, const std::string& word) {
  const auto names = subcommand_names(above);
  const std::string hint = did_you_mean(word, names);
  return "no such command: " + word + (hint.empty() ? "; commands: " + joined(names) : hint);
}

std::string usage_message(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = deepest_command(app);
  auto text = unknown_word(command);
  if (!text && &command != &app) text = unknown_word(app);
  const std::string place =
      &command == &app ? "" : command_path(command).substr(app.get_name().size() + 1) + ": ";
  return fmt::format("chestlens: {}{}\nSee {} --help.\n", place,
                     text ? *text : cause(command, error), command_path(command));
}

}  // namespace chestlens
