#pragma once

#include <cstddef>
#include <iterator>
#include <regex>
#include <string>
#include <vector>

namespace chestlens::test {

inline std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

/// Every tag is closed in order.
inline bool is_balanced(const std::string& svg) {
  std::vector<std::string> open;
  const std::regex tag("<(/?)([a-z]+)([^<>]*?)(/?)>");
  for (auto at = std::sregex_iterator(svg.begin(), svg.end(), tag); at != std::sregex_iterator();
       ++at) {
    const std::smatch& match = *at;
    if (match[1].length() == 0 && match[4].length() == 0) open.push_back(match[2]);
    if (match[1].length() == 0) continue;
    if (open.empty() || open.back() != match[2]) return false;
    open.pop_back();
  }
  return open.empty() && svg.starts_with("<svg ") && svg.ends_with("</svg>\n");
}

/// What the pattern's first group matches, each time.
inline std::vector<std::string> matches(const std::string& svg, const std::string& pattern) {
  std::vector<std::string> found;
  const std::regex expression(pattern);
  for (auto at = std::sregex_iterator(svg.begin(), svg.end(), expression);
       at != std::sregex_iterator(); ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

inline std::vector<double> numbers(const std::string& svg, const std::string& pattern) {
  std::vector<double> values;
  for (const std::string& text : matches(svg, pattern)) values.push_back(std::stod(text));
  return values;
}

}  // namespace chestlens::test
