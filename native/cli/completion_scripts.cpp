#include "cli/completion.hpp"

#include <fmt/format.h>

namespace chestlens {
namespace {

/// 'it'\''s', one word of a shell.
std::string quoted(const std::string& text) {
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? "'\\''" : std::string(1, c);
  return word + "'";
}

std::string spaced(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
  return text;
}

std::vector<std::string> names_of(const std::vector<CompletedOption>& options) {
  std::vector<std::string> names;
  for (const CompletedOption& option : options) names.push_back(option.name);
  return names;
}

/// A `case` pattern of all commands: those that a word can lead to.
std::string any_command(const std::vector<CompletedCommand>& commands) {
  std::string pattern;
  for (const CompletedCommand& command : commands) {
    if (command.path.find(' ') == std::string::npos) continue;
    pattern.append(pattern.empty() ? "" : " | ").append(quoted(command.path));
  }
  return pattern;
}

/// Lines of a `case` over "COMMAND OPTION" that call `offer`, for bash and zsh. After a number
/// nothing is offered, after a text what `text` says.
template <typename Offer>
std::string value_cases(const std::vector<CompletedCommand>& commands, const Offer& offer,
                        const std::string& text) {
  std::string cases;
  for (const CompletedCommand& command : commands) {
    for (const CompletedOption& option : command.options) {
      if (option.kind == ValueKind::none) continue;
      const std::string action = option.kind == ValueKind::choice   ? offer(option.choices)
                                 : option.kind == ValueKind::number ? std::string(":")
                                                                    : text;
      cases +=
          fmt::format("    {}) {}; return ;;\n", quoted(command.path + " " + option.name), action);
    }
  }
  return cases;
}

template <typename Offer, typename Words>
std::string word_cases(const std::vector<CompletedCommand>& commands, const Offer& offer,
                       const Words& words) {
  std::string cases;
  for (const CompletedCommand& command : commands) {
    const std::vector<std::string> offered = words(command);
    if (offered.empty()) continue;
    cases += fmt::format("      {}) {} ;;\n", quoted(command.path), offer(offered));
  }
  return cases;
}

std::vector<std::string> option_words(const CompletedCommand& command) {
  return names_of(command.options);
}

std::vector<std::string> plain_words(const CompletedCommand& command) {
  return command.words;
}

}  // namespace

std::string bash_completion(const std::vector<CompletedCommand>& commands) {
  const auto offer = [](const std::vector<std::string>& words) {
    return fmt::format("mapfile -t COMPREPLY < <(compgen -W {} -- \"$word\")",
                       quoted(spaced(words)));
  };
  // Where COMPREPLY stays empty, `-o default` offers files.
  return fmt::format(
      R"(# bash completion for chestlens: source <(chestlens completion bash)
_chestlens() {{
  local word=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD - 1]}} command=chestlens i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$command ${{COMP_WORDS[i]}}" in
      {}) command="$command ${{COMP_WORDS[i]}}" ;;
    esac
  done
  case "$command $before" in
{}  esac
  if [[ $word == -* ]]; then
    case "$command" in
{}    esac
  else
    case "$command" in
{}    esac
  fi
}}
complete -o default -F _chestlens chestlens
)",
      any_command(commands), value_cases(commands, offer, ":"),
      word_cases(commands, offer, option_words), word_cases(commands, offer, plain_words));
}

std::string zsh_completion(const std::vector<CompletedCommand>& commands) {
  const auto offer = [](const std::vector<std::string>& words) {
    return "compadd -- " + spaced(words);
  };
  return fmt::format(
      R"(#compdef chestlens
# zsh completion for chestlens: source <(chestlens completion zsh), after compinit
_chestlens() {{
  local command=chestlens i
  for ((i = 2; i < CURRENT; i++)); do
    case "$command ${{words[i]}}" in
      {}) command="$command ${{words[i]}}" ;;
    esac
  done
  case "$command ${{words[CURRENT - 1]}}" in
{}  esac
  if [[ ${{words[CURRENT]}} == -* ]]; then
    case "$command" in
{}    esac
  else
    case "$command" in
{}      *) _files ;;
    esac
  fi
}}
compdef _chestlens chestlens
)",
      any_command(commands), value_cases(commands, offer, "_files"),
      word_cases(commands, offer, option_words), word_cases(commands, offer, plain_words));
}

namespace {

/// Text between single quotes as fish reads it.
std::string fish_quoted(const std::string& text) {
  std::string word = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') word += '\\';
    word += c;
  }
  return word + "'";
}

std::string fish_line(const CompletedCommand& command, const std::string& rest) {
  return fmt::format("complete -c chestlens -n \"__chestlens_at {}\" {}\n",
                     fish_quoted(command.path), rest);
}

std::string fish_option(const CompletedOption& option) {
  std::string rest = "-l " + option.name.substr(2);
  if (option.kind == ValueKind::choice) rest += " -x -a " + fish_quoted(spaced(option.choices));
  if (option.kind == ValueKind::number) rest += " -x";
  if (option.kind == ValueKind::text) rest += " -r -F";
  return rest + " -d " + fish_quoted(option.description);
}

}  // namespace

std::string fish_completion(const std::vector<CompletedCommand>& commands) {
  std::string cases;
  std::string lines;
  for (const CompletedCommand& command : commands) {
    if (command.path.find(' ') != std::string::npos) cases += " " + fish_quoted(command.path);
    if (!command.words.empty()) {
      lines += fish_line(command, "-f -a " + fish_quoted(spaced(command.words)));
    }
    for (const CompletedOption& option : command.options) {
      lines += fish_line(command, fish_option(option));
    }
  }
  return fmt::format(R"(# fish completion for chestlens
function __chestlens_at
  set -l command chestlens
  for word in (commandline -opc)[2..-1]
    switch "$command $word"
      case{}
        set command "$command $word"
    end
  end
  test "$command" = "$argv[1]"
end
{})",
                     cases, lines);
}

}  // namespace chestlens
