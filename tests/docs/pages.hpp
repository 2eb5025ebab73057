#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chestlens::docs {

/// What the tests look for in a page of Markdown.
struct Page {
  std::string path;                   // from the checkout's root
  std::vector<std::string> links;     // targets of [text](target), ![image](target), src="target"
  std::vector<std::string> anchors;   // of its headings, as GitHub makes them
  std::vector<std::string> code;      // spans in backquotes
  std::vector<std::string> commands;  // lines of ```sh blocks, continued ones joined, remarks cut
  std::vector<std::string> rows;      // of its tables
  std::vector<std::string> unclosed;  // lines on which a span in backquotes does not end
};

Page parse_page(std::string path, std::string_view markdown);

/// The pages at the door: README.md, ARCHITECTURE.md, CONTRIBUTING.md and those of models/ and its
/// protocols. Throws std::runtime_error where one is missing.
std::vector<Page> pages();

/// A command's words, by spaces; ends before what a shell would take for another command.
std::vector<std::string> words(std::string_view command);

/// "--data" of "--data", "--data=x" and "[--data"; empty for other words.
std::string option_of(std::string_view word);

/// Whether a help text names the option: --run is not in "--runs".
bool names_option(const std::string& help, const std::string& option);

}  // namespace chestlens::docs
