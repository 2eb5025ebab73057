#include "check.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace chestlens::architecture {
namespace {

namespace fs = std::filesystem;

const fs::path root = CHESTLENS_SOURCE_DIR;

std::string text_of(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw std::runtime_error(path.string() + " cannot be read");
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<SourceFile> sources() {
  std::vector<SourceFile> files;
  for (const char* folder : {"native", "shared", "tests", "wasm"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string path = entry.path().lexically_relative(root).generic_string();
      const bool is_source = path.ends_with(".cpp") || path.ends_with(".hpp");
      if (!is_source || path.find("/node_modules/") != std::string::npos) continue;
      files.push_back({path, text_of(entry.path())});
    }
  }
  return files;
}

// ARCHITECTURE.md's table of rooms, held against every include of this tree.
TEST(House, KeepsItsPlan) {
  const auto plan = read_plan(text_of(root / "ARCHITECTURE.md"));
  ASSERT_TRUE(plan) << to_string(plan.error());
  const auto files = sources();
  EXPECT_GT(files.size(), 300U);
  for (const std::string& violation : violations(files, *plan)) ADD_FAILURE() << violation;
}

}  // namespace
}  // namespace chestlens::architecture
