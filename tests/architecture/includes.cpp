#include "includes.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

namespace chestlens::architecture {

std::vector<Include> includes_of(std::string_view text) {
  static const std::regex pattern(R"re(\s*#\s*include\s*(["<])([^">]+)[">].*)re");
  std::vector<Include> includes;
  std::istringstream lines{std::string(text)};
  int number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    std::smatch match;
    if (!std::regex_match(line, match, pattern)) continue;
    includes.push_back({match[2], match[1] == "\"", number});
  }
  return includes;
}

std::vector<std::string> candidates(std::string_view path, const Include& include) {
  std::vector<std::string> found;
  const auto add = [&](const std::filesystem::path& folder) {
    found.push_back((folder / include.name).lexically_normal().generic_string());
  };
  if (!include.quoted) {
    for (const char* root : {"shared/include", "wasm"}) add(root);
    return found;
  }
  add(std::filesystem::path(path).parent_path());
  for (const char* root : {"native", "tests", "tests/unit", "tests/unit/shared"}) add(root);
  return found;
}

}  // namespace chestlens::architecture
