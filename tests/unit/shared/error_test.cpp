#include <chestlens/error.hpp>

#include <gtest/gtest.h>

#include <set>

namespace chestlens {
namespace {

TEST(Error, EveryCodeHasItsOwnSpelling) {
  std::set<std::string_view> spellings;
  for (int code = 0; code <= static_cast<int>(ErrorCode::interrupted); ++code) {
    const std::string_view spelling = to_string(static_cast<ErrorCode>(code));
    EXPECT_NE(spelling, "unknown");
    EXPECT_TRUE(spellings.insert(spelling).second) << spelling;
  }
  EXPECT_EQ(to_string(ErrorCode::too_large), "too_large");
}

TEST(Error, ContextComesFirst) {
  EXPECT_EQ(to_string(Error{ErrorCode::io, "disk full", "a.png"}), "a.png: disk full");
  EXPECT_EQ(to_string(Error{ErrorCode::io, "disk full"}), "disk full");
  const Status status = fail(ErrorCode::parse, "no", "x");
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::parse);
}

}  // namespace
}  // namespace chestlens
