#include "pages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

namespace chestlens::docs {
namespace {

namespace fs = std::filesystem;

const fs::path root = CHESTLENS_SOURCE_DIR;

bool is_external(const std::string& link) {
  return link.starts_with("https://") || link.starts_with("http://");
}

TEST(Links, LeadSomewhere) {
  const auto all = pages();
  std::size_t links = 0;
  for (const Page& page : all) {
    for (const std::string& link : page.links) {
      if (is_external(link)) continue;
      ++links;
      const auto hash = std::min(link.find('#'), link.size());
      const fs::path target =
          hash == 0 ? fs::path(page.path)
                    : (fs::path(page.path).parent_path() / link.substr(0, hash)).lexically_normal();
      EXPECT_TRUE(fs::exists(root / target)) << page.path << ": " << link;
      if (hash == link.size()) continue;
      const auto other = std::ranges::find(all, target.generic_string(), &Page::path);
      ASSERT_NE(other, all.end()) << page.path << ": " << link << " is an anchor of no known page";
      EXPECT_NE(std::ranges::find(other->anchors, link.substr(hash + 1)), other->anchors.end())
          << page.path << ": " << link;
    }
  }
  EXPECT_GT(links, 10U);
}

// What is read here is read line by line.
TEST(Spans, EndOnTheirLine) {
  for (const Page& page : pages()) {
    for (const std::string& line : page.unclosed) ADD_FAILURE() << page.path << ": " << line;
  }
}

// A path in backquotes, from the checkout's root, is that of a file or folder.
TEST(Paths, AreThere) {
  const std::regex pattern("(native|shared|wasm|web|models|tests|tools)/[A-Za-z0-9_./-]+");
  std::size_t paths = 0;
  for (const Page& page : pages()) {
    for (const std::string& code : page.code) {
      if (!std::regex_match(code, pattern) || code.find("NAME") != std::string::npos) continue;
      ++paths;
      EXPECT_TRUE(fs::exists(root / code)) << page.path << ": " << code;
    }
  }
  EXPECT_GT(paths, 40U);
}

}  // namespace
}  // namespace chestlens::docs
