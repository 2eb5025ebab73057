#include "check.hpp"

#include <gtest/gtest.h>

namespace chestlens::architecture {
namespace {

/// A file of a made-up tree. The includes are put together here, so that the test of the real tree
/// does not take them for this file's.
SourceFile file(std::string path, const std::vector<std::string>& includes = {}) {
  std::string text = "// A remark.\n";
  for (const std::string& include : includes) text += "#include " + include + "\n";
  return {std::move(path), text};
}

std::vector<Room> plan() {
  return {{.folder = "shared/include/chestlens"},
          {.folder = "native/io", .rooms = {"shared/include/chestlens"}},
          {.folder = "native/data",
           .rooms = {"shared/include/chestlens", "native/io"},
           .libraries = {"LibTorch"}},
          {.folder = "native/bundle", .rooms = {"native/io", "native/data"}},
          {.folder = "tests/**", .includes_everything = true}};
}

/// One file in every room, and no violation.
std::vector<SourceFile> tree() {
  return {file("shared/include/chestlens/error.hpp", {"<string>"}),
          file("native/io/text.hpp", {"<chestlens/error.hpp>"}),
          file("native/io/text.cpp", {"\"io/text.hpp\""}),
          file("native/data/film.hpp", {"\"io/text.hpp\""}),
          file("native/data/loader.hpp", {"<torch/torch.h>"}),
          file("native/bundle/bundle.cpp", {"\"data/film.hpp\"", "<vector>"}),
          file("tests/unit/io/text_test.cpp", {"\"io/text.hpp\"", "\"support.hpp\""}),
          file("tests/unit/io/support.hpp", {"<torch/torch.h>"})};
}

std::vector<std::string> violations_with(const SourceFile& another) {
  auto files = tree();
  files.push_back(another);
  return violations(files, plan());
}

using Findings = std::vector<std::string>;

TEST(Check, FindsNothingInATreeThatKeepsThePlan) {
  EXPECT_EQ(violations(tree(), plan()), Findings{});
}

TEST(Check, FindsAnIncludeThatThePlanDoesNotAllow) {
  EXPECT_EQ(violations_with(file("native/io/table.cpp", {"\"io/text.hpp\"", "\"data/film.hpp\""})),
            Findings{"native/io/table.cpp:3: native/io may not include native/data "
                     "(native/data/film.hpp)"});
  EXPECT_EQ(violations_with(file("native/bundle/card.cpp", {"<chestlens/error.hpp>"})),
            Findings{"native/bundle/card.cpp:2: native/bundle may not include "
                     "shared/include/chestlens (shared/include/chestlens/error.hpp)"});
}

TEST(Check, FindsAProductThatIncludesATest) {
  EXPECT_EQ(violations_with(file("native/io/table.cpp", {"\"io/support.hpp\""})).at(0),
            "native/io/table.cpp:2: native/io may not include tests/** "
            "(tests/unit/io/support.hpp)");
}

TEST(Check, FindsALibrary) {
  EXPECT_EQ(violations_with(file("native/io/table.cpp", {"<torch/types.h>"})),
            Findings{"native/io/table.cpp:2: native/io may not include LibTorch"});
  EXPECT_EQ(violations_with(file("native/data/table.cpp", {"<opencv2/opencv.hpp>"})),
            Findings{"native/data/table.cpp:2: native/data may not include all of OpenCV"});
}

TEST(Check, FindsALibraryByWayOfAnotherFile) {
  auto files = tree();
  files.push_back(file("native/data/batch.hpp", {"\"data/loader.hpp\""}));
  files.push_back(file("native/bundle/predictor.cpp", {"\"data/batch.hpp\""}));
  EXPECT_EQ(violations(files, plan()),
            Findings{"native/bundle/predictor.cpp:2: native/bundle may not include LibTorch "
                     "(by way of native/data/batch.hpp)"});
}

TEST(Check, FindsACircleOfFilesOnce) {
  auto files = tree();
  files.push_back(file("native/io/a.hpp", {"\"io/b.hpp\""}));
  files.push_back(file("native/io/b.hpp", {"\"io/c.hpp\"", "\"io/text.hpp\""}));
  files.push_back(file("native/io/c.hpp", {"\"a.hpp\""}));
  EXPECT_EQ(violations(files, plan()),
            Findings{"a circle: native/io/a.hpp -> native/io/b.hpp -> native/io/c.hpp -> "
                     "native/io/a.hpp"});
  EXPECT_EQ(violations_with(file("native/io/self.hpp", {"\"self.hpp\""})),
            Findings{"a circle: native/io/self.hpp -> native/io/self.hpp"});
}

TEST(Check, FindsAnIncludeOfNoFile) {
  EXPECT_EQ(violations_with(file("native/io/table.cpp", {"\"io/gone.hpp\""})),
            Findings{"native/io/table.cpp:2: no file io/gone.hpp"});
}

TEST(Check, FindsAFolderThatThePlanDoesNotName) {
  EXPECT_EQ(violations_with(file("native/attic/box.cpp", {"\"data/film.hpp\""})),
            Findings{"native/attic is no room of the plan"});
  EXPECT_EQ(violations_with(file("native/io/deep/box.cpp")),
            Findings{"native/io/deep is no room of the plan"});
}

TEST(Check, FindsARoomWithoutFiles) {
  auto rooms = plan();
  rooms.push_back({.folder = "native/cellar"});
  EXPECT_EQ(violations(tree(), rooms),
            Findings{"native/cellar is a room of the plan, but holds no file"});
}

TEST(Check, FindsASourceThatNoTargetCompiles) {
  const std::vector<SourceFile> lists{{"native/io/CMakeLists.txt", "add_library(io STATIC a.cpp)"},
                                      {"shared/CMakeLists.txt", "add_library(s\n  src/d.cpp\n)"}};
  const auto forgotten = [&](const std::string& path) {
    return forgotten_sources(std::vector{SourceFile{path, ""}}, lists);
  };
  EXPECT_EQ(forgotten("native/io/a.cpp"), Findings{});
  EXPECT_EQ(forgotten("shared/src/d.cpp"), Findings{});
  EXPECT_EQ(forgotten("native/io/b.hpp"), Findings{});
  EXPECT_EQ(forgotten("native/io/b.cpp"), Findings{"native/io/b.cpp is in no CMakeLists.txt"});
  EXPECT_EQ(forgotten("native/plot/a.cpp"), Findings{"native/plot/a.cpp is in no CMakeLists.txt"});
  EXPECT_EQ(forgotten("shared/d.cpp"), Findings{"shared/d.cpp is in no CMakeLists.txt"});
}

TEST(Includes, AreLinesOfTheirOwn) {
  const auto found = includes_of("// #include <a>\n  # include \"b.hpp\"  // why\nint x;\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].name, "b.hpp");
  EXPECT_TRUE(found[0].quoted);
  EXPECT_EQ(found[0].line, 2);
}

}  // namespace
}  // namespace chestlens::architecture
