#include "serve/byte_range.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace chestlens {
namespace {

using Part = std::pair<std::uint64_t, std::uint64_t>;

Part part(std::string_view text, std::uint64_t file_bytes) {
  const auto range = parse_byte_range(text, file_bytes);
  EXPECT_TRUE(range && range->is_satisfiable) << text;
  return range ? Part(range->first, range->bytes) : Part();
}

// The examples of RFC 9110, 14.1.2, of a file of 10,000 bytes.
TEST(ByteRange, IsWhatTheStandardSays) {
  EXPECT_EQ(part("bytes=0-499", 10000), Part(0, 500));
  EXPECT_EQ(part("bytes=500-999", 10000), Part(500, 500));
  EXPECT_EQ(part("bytes=-500", 10000), Part(9500, 500));
  EXPECT_EQ(part("bytes=9500-", 10000), Part(9500, 500));
  EXPECT_EQ(part("bytes=9500-20000", 10000), Part(9500, 500));
  EXPECT_EQ(part("bytes=-20000", 10000), Part(0, 10000));
  EXPECT_EQ(part("bytes=0-0", 1), Part(0, 1));
}

TEST(ByteRange, BeyondTheEndIsNotSatisfiable) {
  for (const char* text : {"bytes=10000-", "bytes=10000-10001", "bytes=-0"}) {
    const auto range = parse_byte_range(text, 10000);
    ASSERT_TRUE(range) << text;
    EXPECT_FALSE(range->is_satisfiable) << text;
  }
  EXPECT_FALSE(parse_byte_range("bytes=0-", 0)->is_satisfiable);
}

TEST(ByteRange, OfAnotherFormIsTheWholeFile) {
  for (const char* text :
       {"", "bytes", "bytes=", "bytes=-", "bytes=5", "bytes=9-5", "lines=1-2", "bytes=a-b",
        "bytes=0-1,5-6", "bytes= 0-1", "bytes=-1-2", "bytes=99999999999999999999-"}) {
    EXPECT_FALSE(parse_byte_range(text, 10000)) << text;
  }
}

}  // namespace
}  // namespace chestlens
