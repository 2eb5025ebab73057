#include "io/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace chestlens {
namespace {

constexpr auto none = std::string_view::npos;

// The bounds of RFC 3629, section 4.
TEST(Utf8, IsToldFromOtherBytes) {
  for (const char* good : {"", "film", "r\xC3\xB6ntgen", "\xE0\xA0\x80", "\xED\x9F\xBF",
                           "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\xC2\x80"}) {
    EXPECT_EQ(first_not_utf8(good), none) << good;
  }
  for (const char* bad : {"\x80", "\xC1\x80", "\xE0\x9F\x80", "\xED\xA0\x80", "\xF0\x8F\x80\x80",
                          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xC3z"}) {
    EXPECT_EQ(first_not_utf8(bad), 0U) << bad;
  }
  EXPECT_EQ(first_not_utf8("r\xC3\xB6n\xF6"), 4U);
}

TEST(Utf8, IsMadeOfAnyBytes) {
  EXPECT_EQ(as_utf8("r\xF6ntgen.png"), "r\\xF6ntgen.png");
  EXPECT_EQ(as_utf8("r\xC3\xB6ntgen.png"), "r\xC3\xB6ntgen.png");
  EXPECT_EQ(as_utf8("\xE2\x82"), "\\xE2\\x82");
  EXPECT_EQ(as_utf8(""), "");
}

}  // namespace
}  // namespace chestlens
