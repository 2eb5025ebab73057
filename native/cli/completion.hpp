#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace chestlens {

/// What may follow an option, or stand in a place of its own.
enum class ValueKind { none, choice, number, text };  // of text, a shell offers files

struct CompletedOption {
  std::string name;  // "--recipe"
  std::string description;
  ValueKind kind = ValueKind::none;
  std::vector<std::string> choices;
};

/// One command as a shell completes it.
struct CompletedCommand {
  std::string path;  // "chestlens dataset import"
  std::string description;
  std::vector<std::string> words;  // commands below it, and choices of its other arguments
  std::vector<CompletedOption> options;
};

/// `app` and all commands below it; hidden options are left out.
std::vector<CompletedCommand> completed_commands(const CLI::App& app);

/// Scripts to be sourced, or put where the shell looks for completions.
std::string bash_completion(const std::vector<CompletedCommand>& commands);
std::string zsh_completion(const std::vector<CompletedCommand>& commands);
std::string fish_completion(const std::vector<CompletedCommand>& commands);

}  // namespace chestlens
