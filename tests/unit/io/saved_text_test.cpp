#include "io/saved_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace chestlens {
namespace {

using testing::HasSubstr;

// The same line in every encoding: r, o with two dots, a lung (U+1FAC1), line break.
const std::string in_utf8 = "r\xC3\xB6\xF0\x9F\xAB\x81\n";
const std::string in_utf16_le("r\0\xF6\0\x3E\xD8\xC1\xDE\n\0", 10);
const std::string in_utf16_be("\0r\0\xF6\xD8\x3E\xDE\xC1\0\n", 10);

std::string text_of(const std::string& bytes) {
  const auto saved = read_saved_text(bytes);
  return saved ? saved->text : to_string(saved.error());
}

TEST(SavedText, OfUtf8AndUtf16IsTheSame) {
  EXPECT_EQ(text_of(in_utf8), in_utf8);
  EXPECT_EQ(text_of("\xEF\xBB\xBF" + in_utf8), in_utf8);
  EXPECT_EQ(text_of("\xFF\xFE" + in_utf16_le), in_utf8);
  EXPECT_EQ(text_of("\xFE\xFF" + in_utf16_be), in_utf8);
  EXPECT_FALSE(read_saved_text("\xFF\xFE" + in_utf16_le)->is_guessed);
}

TEST(SavedText, OfUtf16NeedsNoMark) {
  const std::string ascii("a\0,\0b\0\n\0", 8);
  EXPECT_EQ(text_of(ascii), "a,b\n");
  EXPECT_EQ(text_of('\0' + ascii.substr(0, 7)), "a,b\n");
}

TEST(SavedText, OfUtf16ThatIsCutIsRefused) {
  EXPECT_THAT(text_of("\xFF\xFE" + in_utf16_le.substr(0, 5)), HasSubstr("UTF-16 that is damaged"));
  EXPECT_THAT(text_of("\xFF\xFE" + in_utf16_le.substr(0, 6)), HasSubstr("UTF-16 that is damaged"));
  EXPECT_THAT(text_of(std::string("\xFF\xFE\xC1\xDE\n\0", 6)), HasSubstr("damaged"));
}

// The values of https://encoding.spec.whatwg.org/index-windows-1252.txt.
TEST(SavedText, LinesThatAreNotUnicodeAreWindows1252) {
  const auto saved = read_saved_text("bact\xE9rie \x80\x9F\x81\nr\xC3\xB6ntgen\n");
  ASSERT_TRUE(saved);
  EXPECT_TRUE(saved->is_guessed);
  EXPECT_EQ(saved->text, "bact\xC3\xA9rie \xE2\x82\xAC\xC5\xB8\xC2\x81\nr\xC3\xB6ntgen\n");
  EXPECT_THAT(guess_note("metadata.csv"), HasSubstr("metadata.csv: is not UTF-8 and was read as"));
}

TEST(SavedText, EveryByteStaysAnotherCharacter) {
  std::set<std::string> characters;
  for (int byte = 1; byte < 256; ++byte) {
    characters.insert(text_of(std::string("\xE9\xE9") + static_cast<char>(byte)));
  }
  EXPECT_EQ(characters.size(), 255U);
}

TEST(SavedText, WhatCameInTheirPlaceIsNamed) {
  EXPECT_THAT(text_of("\n <!DOCTYPE html>\n<p class=\"x\">"), HasSubstr("looks like a web page"));
  EXPECT_THAT(text_of("\xEF\xBB\xBF<html>"), HasSubstr("looks like a web page"));
  EXPECT_THAT(text_of("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"),
              HasSubstr("is a pointer of Git LFS, not the file itself, which `git lfs pull`"));
  EXPECT_THAT(text_of("PK\x03\x04...."), HasSubstr("workbook"));
  EXPECT_THAT(text_of(std::string("\xFF\xFE\0\0a\0\0\0", 8)), HasSubstr("is UTF-32"));
  EXPECT_THAT(text_of(std::string("abcdefghijkl\0mnop", 17)), HasSubstr("holds zero bytes"));
  EXPECT_EQ(mistaken_file("file,class\n"), "");
}

}  // namespace
}  // namespace chestlens
