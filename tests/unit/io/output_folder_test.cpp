#include "io/output_folder.hpp"

#include "io/atomic_file.hpp"
#include "io/sums.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace chestlens {
namespace {

using test::must;
using testing::HasSubstr;

constexpr FolderWriter writer{"a thing", "chestlens thing", "kept.svg"};
const std::vector<OutputFile> files{{"one.txt", "one\n"}, {"two.txt", "two\n"}};

TEST(OutputFolder, IsKnownAgainAndReplacedAlone) {
  const test::TemporaryFolder folder;
  const auto out = folder / "out/";  // with the slash that a shell adds
  must(write_output_folder(out, files, writer, {}));
  EXPECT_EQ(must(read_text(out / "two.txt")), "two\n");
  EXPECT_THAT(must(read_text(out / sums_file)), HasSubstr("one.txt"));
  const auto again = write_output_folder(out, files, writer, {});
  ASSERT_FALSE(again);
  EXPECT_THAT(again.error().message, HasSubstr("holds a thing already"));
  must(write_output_folder(out, {files.begin(), 1}, writer, {.replace = true}));
  EXPECT_FALSE(std::filesystem::exists(out / "two.txt"));

  must(write_file_atomic(out / "kept.svg", "beside"));
  must(check_written_folder(out, {.replace = true}, writer));
  const FolderWriter other{"another thing", "chestlens other"};
  EXPECT_FALSE(check_written_folder(out, {.replace = true}, other));
  must(write_file_atomic(out / "mine.txt", "mine"));
  EXPECT_FALSE(write_output_folder(out, files, writer, {.replace = true}));
  EXPECT_EQ(must(read_text(out / "mine.txt")), "mine");
}

TEST(OutputFolder, HoldsAnyBytes) {
  const test::TemporaryFolder folder;
  constexpr std::array bytes{std::byte{0}, std::byte{255}, std::byte{10}};
  const std::vector pictures{output_file("a.png", bytes)};
  must(write_output_folder(folder / "out", pictures, writer, {}));
  EXPECT_EQ(must(read_file(folder / "out" / "a.png")), std::vector(bytes.begin(), bytes.end()));
}

}  // namespace
}  // namespace chestlens
