#include "cli/commands.hpp"
#include "cli/suggest.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

namespace chestlens {
namespace {

/// The command that the words lead to, from `app` on.
const CLI::App& find_command(const CLI::App& app, const std::vector<std::string>& words) {
  const CLI::App* command = &app;
  for (const std::string& word : words) {
    const auto below = command->get_subcommands({});
    const auto found =
        std::ranges::find(below, word, [](const CLI::App* one) { return one->get_name(); });
    if (found == below.end()) throw CLI::ValidationError(no_such_command(*command, word));
    command = *found;
  }
  return *command;
}

}  // namespace

void add_help(CLI::App& app, Action& chosen) {
  const auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* command =
      app.add_subcommand("help", "Print the help of a command, as COMMAND --help does.");
  command->add_option("command", *words, "The command's words, e.g. dataset import");
  command->callback([words, &app, &chosen] {
    const CLI::App& asked = find_command(app, *words);
    const std::string text =
        asked.get_formatter()->make_help(&asked, command_path(asked), CLI::AppFormatMode::Normal);
    chosen = [text]() -> Status {
      std::fputs(text.c_str(), stdout);
      return {};
    };
  });
}

}  // namespace chestlens
