#include "io/printable.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(Printable, LeavesTextInAnyScriptAsItIs) {
  for (const char* text : {"", "film 1.png", "Röntgen-Thorax", "胸片", "🫁", "a\\b"}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(printable("a\nb\r\tc"), "a\\nb\\x0d\\x09c");
  EXPECT_EQ(printable("\x1b[2J\x7f"), "\\x1b[2J\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"), "\\x9b");  // CSI in one character
  EXPECT_EQ(printable("a\xe2\x80\xae"
                      "gnp"),
            "a\\u202egnp");  // from right to left
}

TEST(Printable, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(printable("caf\xe9.png"), "caf\\xe9.png");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");                    // too long a form of "/"
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // half a surrogate pair
  EXPECT_EQ(printable("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
  EXPECT_EQ(printable("\xe8\x83"), "\\xe8\\x83");                    // cut
}

}  // namespace
}  // namespace chestlens
