#include "io/other_names.hpp"

#include "io/atomic_file.hpp"
#include "io/saved_text.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chestlens {
namespace {

TEST(OtherNames, AreReadAsWindows1252AndBack) {
  EXPECT_EQ(utf8_name("r\xF6ntgen"), "r\xC3\xB6ntgen");
  EXPECT_EQ(utf8_name("r\xC3\xB6ntgen"), "r\xC3\xB6ntgen");
  EXPECT_EQ(utf8_path("a/\xE9/\xC3\xA9"), "a/\xC3\xA9/\xC3\xA9");
  std::string all;
  for (int byte = 1; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(to_windows_1252(from_windows_1252(all)), all);
  EXPECT_FALSE(to_windows_1252("\xE8\x83\xB8"));  // a character of none of its own
  EXPECT_FALSE(to_windows_1252("\xF6"));
}

TEST(OtherNames, FindWhatIsOnDisk) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "\xE9/r\xF6.png", "one"));
  EXPECT_EQ(path_on_disk(folder / "\xC3\xA9/r\xC3\xB6.png"), folder / "\xE9/r\xF6.png");
  EXPECT_EQ(path_on_disk(folder / "\xC3\xA9/x.png"), folder / "\xC3\xA9/x.png");
  test::must(write_file_atomic(folder / "\xC3\xA9/r\xC3\xB6.png", "two"));
  EXPECT_EQ(path_on_disk(folder / "\xC3\xA9/r\xC3\xB6.png"), folder / "\xC3\xA9/r\xC3\xB6.png");
}

}  // namespace
}  // namespace chestlens
