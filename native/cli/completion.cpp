#include "cli/completion.hpp"

#include "cli/commands.hpp"
#include "cli/suggest.hpp"
#include "cli/validators.hpp"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <memory>

namespace chestlens {
namespace {

/// The words of "TEXT:{validation,test}", by which one_of() and CLI::IsMember describe themselves.
std::vector<std::string> choices_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const std::size_t open = type.find('{');
  const std::size_t close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

ValueKind kind_of(const CLI::Option& option) {
  if (option.get_items_expected_max() == 0) return ValueKind::none;
  if (!choices_of(option).empty()) return ValueKind::choice;
  const std::string type = option.get_type_name();
  const bool is_number =
      type.starts_with("INT") || type.starts_with("UINT") || type.starts_with("FLOAT");
  return is_number ? ValueKind::number : ValueKind::text;
}

/// A description's first line.
std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

CompletedCommand completed_command(const CLI::App& command) {
  CompletedCommand completed{.path = command_path(command),
                             .description = first_line(command.get_description()),
                             .words = subcommand_names(command),
                             .options = {}};
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) continue;
    const auto choices = choices_of(*option);
    for (const std::string& name : option->get_lnames()) {
      completed.options.push_back(
          {"--" + name, first_line(option->get_description()), kind_of(*option), choices});
    }
    if (option->get_positional()) {
      completed.words.insert(completed.words.end(), choices.begin(), choices.end());
    }
  }
  return completed;
}

}  // namespace

std::vector<CompletedCommand> completed_commands(const CLI::App& app) {
  std::vector<CompletedCommand> commands = {completed_command(app)};
  for (const CLI::App* below : app.get_subcommands({})) {
    for (CompletedCommand& command : completed_commands(*below)) {
      commands.push_back(std::move(command));
    }
  }
  return commands;
}

void add_completion(CLI::App& app, Action& chosen) {
  const auto shell = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "completion",
      "Print a script by which a shell completes this program's commands and options:\n"
      "  bash: source <(chestlens completion bash), in ~/.bashrc\n"
      "  zsh:  source <(chestlens completion zsh), in ~/.zshrc after compinit\n"
      "  fish: chestlens completion fish > ~/.config/fish/completions/chestlens.fish");
  command->add_option("shell", *shell, "Shell to print it for")
      ->required()
      ->check(one_of({"bash", "zsh", "fish"}));
  command->callback([shell, &app, &chosen] {
    const auto commands = completed_commands(app);
    const std::string script = *shell == "bash"  ? bash_completion(commands)
                               : *shell == "zsh" ? zsh_completion(commands)
                                                 : fish_completion(commands);
    chosen = [script]() -> Status {
      std::fputs(script.c_str(), stdout);
      return {};
    };
  });
}

}  // namespace chestlens
