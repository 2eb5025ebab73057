#include "io/atomic_file.hpp"
#include "pages.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>

namespace chestlens::docs {
namespace {

/// The keys that native/recipe asks a TOML table for.
std::set<std::string> keys_read() {
  const std::regex call(
      R"re(\.(?:number|integer|boolean|seed|text|words|choice<\w+>|number_or_pair|tables?)\(\s*"([a-z_]+)")re");
  std::set<std::string> keys;
  for (const auto& entry :
       std::filesystem::directory_iterator(CHESTLENS_SOURCE_DIR "/native/recipe")) {
    const std::string text = read_text(entry.path()).value();
    for (std::sregex_iterator match(text.begin(), text.end(), call), end; match != end; ++match) {
      keys.insert((*match)[1]);
    }
  }
  return keys;
}

TEST(RecipeKeys, StandInTheModelsPage) {
  const auto all = pages();
  const auto page = std::ranges::find(all, "models/README.md", &Page::path);
  ASSERT_NE(page, all.end());
  std::set<std::string> named;
  for (const std::string& code : page->code) {
    named.insert(std::regex_replace(code, std::regex("^\\[+|\\]+$"), ""));  // [[stage]] is stage
  }
  const auto keys = keys_read();
  EXPECT_GT(keys.size(), 40U);
  for (const std::string& key : keys) EXPECT_TRUE(named.contains(key)) << key;
}

}  // namespace
}  // namespace chestlens::docs
