#include "explain/write_maps.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

namespace chestlens {
namespace {

using test::must;
using testing::HasSubstr;
using testing::Not;

Panel small_panel(const std::string& title) {
  RgbaImage picture{40, 40, std::vector<std::uint8_t>(6400, 200)};
  return {.title = title,
          .columns = {"film", "map"},
          .rows = {{"viral", {}, {{picture}, {picture}}, true}}};
}

TEST(WriteMaps, BeginsAPageWhereTheLastIsFull) {
  const test::TemporaryFolder folder;
  MapsWriter maps(folder.path(), {"Maps", "Three films.", {"What they are."}}, 100);
  for (const std::string name : {"a", "b", "c"}) must(maps.add(name, small_panel(name)));
  must(maps.finish());
  const auto first = must(read_text(folder / "index.html"));
  EXPECT_THAT(first, HasSubstr("<h2>a</h2>"));
  EXPECT_THAT(first, Not(HasSubstr("<h2>b</h2>")));
  EXPECT_THAT(first, HasSubstr("<a href=\"page-2.html\">"));
  const auto last = must(read_text(folder / "page-3.html"));
  EXPECT_THAT(last, HasSubstr("<h2>c</h2>"));
  EXPECT_THAT(last, HasSubstr("<a href=\"page-2.html\">"));
  EXPECT_THAT(last, Not(HasSubstr("page-4.html")));
  EXPECT_TRUE(std::filesystem::exists(folder / "b.png"));
}

TEST(WriteMaps, KeepsOnePageWhereAllFits) {
  const test::TemporaryFolder folder;
  const auto out = folder / "out";
  must(write_maps(out, {"Maps", "Two films.", {}}, {}, [](MapsWriter& maps) -> Status {
    must(maps.append("maps.csv", "film\n"));
    must(maps.append("maps.csv", "a\n"));
    must(maps.say("b.png: is no film"));
    return maps.add("a", small_panel("a"));
  }));
  EXPECT_EQ(must(read_text(out / "maps.csv")), "film\na\n");
  const auto page = must(read_text(out / "index.html"));
  EXPECT_THAT(page, HasSubstr("b.png: is no film"));
  EXPECT_THAT(page, Not(HasSubstr("<a href")));
  EXPECT_TRUE(check_maps_folder(out, {.replace = true}));
  must(write_file_atomic(out / "own.txt", "mine"));
  EXPECT_FALSE(check_maps_folder(out, {.replace = true}));
}

}  // namespace
}  // namespace chestlens
