#include "io/descriptor.hpp"

#include "io/atomic_file.hpp"
#include "support/must.hpp"
#include "support/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>

namespace chestlens {
namespace {

using testing::HasSubstr;

namespace fs = std::filesystem;

std::string refusal(const fs::path& path) {
  const auto text = read_text(path);
  EXPECT_FALSE(text) << path;
  return text ? "" : to_string(text.error());
}

TEST(OpenRegular, ReadsAFileAlsoThroughALink) {
  const test::TemporaryFolder folder;
  test::must(write_file_atomic(folder / "file", "text"));
  fs::create_symlink("file", folder / "link");
  EXPECT_EQ(test::must(read_text(folder / "file")), "text");
  EXPECT_EQ(test::must(read_text(folder / "link")), "text");
}

TEST(OpenRegular, RefusesAtOnceWhatIsNoFile) {
  const test::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_THAT(refusal(folder / "pipe"), HasSubstr("pipe: is a named pipe, not a file"));
  EXPECT_THAT(refusal(folder.path()), HasSubstr("is a folder, not a file"));
  EXPECT_EQ(refusal("/dev/zero"), "/dev/zero: is a device, not a file");

  const int descriptor = ::socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_GE(descriptor, 0);
  const Descriptor socket(descriptor);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, (folder / "socket").c_str(), sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  EXPECT_THAT(refusal(folder / "socket"), HasSubstr("socket"));
}

TEST(OpenRegular, TellsWhatIsAbsentFromWhatIsRefused) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(open_regular(folder / "absent").error().code, ErrorCode::not_found);
  EXPECT_EQ(open_regular(folder.path()).error().code, ErrorCode::io);
}

}  // namespace
}  // namespace chestlens
