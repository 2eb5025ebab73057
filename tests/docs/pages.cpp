#include "pages.hpp"

#include "io/atomic_file.hpp"

#include <algorithm>
#include <cctype>
#include <regex>
#include <sstream>
#include <stdexcept>
#include <utility>

namespace chestlens::docs {
namespace {

std::vector<std::string> matches(const std::string& line, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator match(line.begin(), line.end(), pattern), end; match != end; ++match) {
    found.push_back((*match)[1]);
  }
  return found;
}

void append(std::vector<std::string>& to, std::vector<std::string> from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Lower case, spaces as hyphens, punctuation gone.
std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) != 0 || c == '-' || c == '_') {
      anchor += static_cast<char>(std::tolower(letter));
    } else if (c == ' ') {
      anchor += '-';
    }
  }
  return anchor;
}

void read_text_line(Page& page, const std::string& line) {
  static const std::regex span("`([^`]+)`");
  static const std::regex link(R"re(\[[^\]]*\]\(([^)\s]+)\))re");
  static const std::regex source(R"re((?:src|href)="([^"]+)")re");
  if (line.starts_with("#")) {
    page.anchors.push_back(anchor_of(line.substr(line.find_first_not_of("# "))));
  }
  if (line.starts_with("|")) page.rows.push_back(line);
  if (std::ranges::count(line, '`') % 2 != 0) page.unclosed.push_back(line);
  append(page.code, matches(line, span));
  const std::string prose = std::regex_replace(line, span, "code");
  append(page.links, matches(prose, link));
  append(page.links, matches(prose, source));
}

/// `pending` is what earlier lines that end in a backslash began.
void read_command_line(Page& page, std::string line, std::string& pending) {
  static const std::regex remark(R"re((^|\s)#.*)re");
  line = std::regex_replace(line, remark, "");
  const bool goes_on = line.ends_with('\\');
  if (goes_on) line.pop_back();
  pending += line;
  if (goes_on) return;
  if (!pending.empty()) page.commands.push_back(pending);
  pending.clear();
}

}  // namespace

Page parse_page(std::string path, std::string_view markdown) {
  Page page;
  page.path = std::move(path);
  std::istringstream lines{std::string(markdown)};
  std::string fence, pending;  // "```sh" within such a block, empty outside of any
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("```")) {
      fence = fence.empty() ? line : "";
    } else if (fence.empty()) {
      read_text_line(page, line);
    } else if (fence == "```sh") {
      read_command_line(page, line, pending);
    }
  }
  return page;
}

std::vector<Page> pages() {
  std::vector<Page> all;
  for (const char* path :
       {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "models/README.md",
        "models/study/README.md", "models/weights/README.md", "models/arms/README.md",
        "models/levers/README.md", "models/imbalance/README.md", "web/HOSTING.md"}) {
    const auto text = read_text(std::string(CHESTLENS_SOURCE_DIR "/") + path);
    if (!text) throw std::runtime_error(to_string(text.error()));
    all.push_back(parse_page(path, *text));
  }
  return all;
}

std::vector<std::string> words(std::string_view command) {
  std::vector<std::string> found;
  std::istringstream stream{std::string(command)};
  for (std::string word; stream >> word;) {
    if (word == "|" || word == "&&" || word == ";" || word == ">") break;
    found.push_back(word);
  }
  return found;
}

std::string option_of(std::string_view word) {
  static const std::regex pattern(R"re(\[?(--[a-z][a-z0-9-]*).*)re");
  std::match_results<std::string_view::const_iterator> match;
  return std::regex_match(word.begin(), word.end(), match, pattern) ? match[1].str() : "";
}

bool names_option(const std::string& help, const std::string& option) {
  return std::regex_search(help, std::regex(option + "(?![a-z0-9-])"));
}

}  // namespace chestlens::docs
