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

/// The tree's files whose path `is_wanted`.
template <typename Predicate>
std::vector<SourceFile> files_where(Predicate is_wanted) {
  std::vector<SourceFile> files;
  for (const char* folder : {"native", "shared", "tests", "wasm"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      const std::string path = entry.path().lexically_relative(root).generic_string();
      if (!is_wanted(path) || path.find("/node_modules/") != std::string::npos) continue;
      files.push_back({path, text_of(entry.path())});
    }
  }
  return files;
}

std::vector<SourceFile> sources() {
  return files_where(
      [](const auto& path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); });
}

// ARCHITECTURE.md's table of rooms, held against every include of this tree.
TEST(House, KeepsItsPlan) {
  const auto plan = read_plan(text_of(root / "ARCHITECTURE.md"));
  ASSERT_TRUE(plan) << to_string(plan.error());
  const auto files = sources();
  EXPECT_GT(files.size(), 300U);
  for (const std::string& violation : violations(files, *plan)) ADD_FAILURE() << violation;
}

TEST(House, CompilesEverySource) {
  const auto lists = files_where([](const auto& path) { return path.ends_with("CMakeLists.txt"); });
  EXPECT_GT(lists.size(), 20U);
  for (const std::string& source : forgotten_sources(sources(), lists)) ADD_FAILURE() << source;
}

// ONNX Runtime reports how it is used but where bundle/ort_environment.cpp makes its environment.
TEST(House, MakesOnnxRuntimesEnvironmentInOnePlace) {
  int places = 0;
  for (const SourceFile& file : sources()) {
    if (file.text.find("return Ort::Env(") != std::string::npos) ++places;
    const bool declares = file.text.find("Ort::Env environment(") != std::string::npos;
    EXPECT_FALSE(declares && file.path != "tests/architecture/house_test.cpp") << file.path;
  }
  EXPECT_EQ(places, 2) << "there, and in this test";
}

}  // namespace
}  // namespace chestlens::architecture
