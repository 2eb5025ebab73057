#include "io/visible_text.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(VisibleText, LeavesTextInAnyScriptAsItIs) {
  for (const char* text : {"", "film 1.png", "Röntgen-Thorax", "胸片", "🫁", "a\\b"}) {
    EXPECT_EQ(visible_text(text), text);
  }
}

TEST(VisibleText, ShowsWhatATerminalWouldObey) {
  EXPECT_EQ(visible_text("a\nb\r\tc"), "a\\nb\\x0d\\x09c");
  EXPECT_EQ(visible_text("\x1b[2J\x7f"), "\\x1b[2J\\x7f");
  EXPECT_EQ(visible_text("\xc2\x9b"), "\\x9b");  // CSI in one character
  EXPECT_EQ(visible_text("a\xe2\x80\xae"
                         "gnp"),
            "a\\u202egnp");  // from right to left
}

TEST(VisibleText, ShowsBytesThatAreNotUtf8) {
  EXPECT_EQ(visible_text("caf\xe9.png"), "caf\\xe9.png");
  EXPECT_EQ(visible_text("\xc0\xaf"), "\\xc0\\xaf");                    // too long a form of "/"
  EXPECT_EQ(visible_text("\xed\xa0\x80"), "\\xed\\xa0\\x80");           // half a surrogate pair
  EXPECT_EQ(visible_text("\xf4\x90\x80\x80"), "\\xf4\\x90\\x80\\x80");  // beyond U+10FFFF
  EXPECT_EQ(visible_text("\xe8\x83"), "\\xe8\\x83");                    // cut
}

}  // namespace
}  // namespace chestlens
