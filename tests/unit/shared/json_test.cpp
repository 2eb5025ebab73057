#include <chestlens/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace chestlens {
namespace {

using ::testing::HasSubstr;

std::string refusal(std::string_view text, const JsonLimits& limits = {}) {
  const Status status = check_json(text, limits);
  return status ? "accepted" : to_string(status.error());
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(Json, WhatTheGrammarAllowsIsAccepted) {
  for (const char* text :
       {"{}", "[]", "null", " 3 ", "-0", "-0.0e-5", "1e308", "123456789012345678901234567890",
        R"({"a": {"a": [1, "\u0000\ud83d\ude00", true]}, "b": null})", "\xEF\xBB\xBF{}"}) {
    EXPECT_EQ(refusal(text), "accepted") << text;
  }
}

TEST(Json, AnErrorNamesLineAndColumnInWords) {
  EXPECT_EQ(refusal("{\n  \"a\": 1,\n  \"b\": }\n"), "line 3, column 8: unexpected '}'");
  EXPECT_EQ(refusal("{\"a\": NaN}"), "line 1, column 7: unexpected 'N'");
  EXPECT_EQ(refusal("[-Infinity]"), "line 1, column 3: unexpected 'I'");
  EXPECT_EQ(refusal("[\n1e999]"), "line 2, column 5: a number is too large");
  EXPECT_EQ(refusal(R"(["\ud800"])"), "line 1, column 9: a \\u escape is half of a character");
  EXPECT_EQ(refusal("[\"\xC3\xA4\xFF\"]"), "line 1, column 4: the text is not UTF-8");
  EXPECT_EQ(refusal("[\"a\nb\"]"), "line 1, column 4: unexpected byte 0x0a");
  EXPECT_EQ(refusal(std::string_view("[\"a\0b\"]", 7)), "line 1, column 4: unexpected byte 0x00");
  EXPECT_EQ(refusal("[1] 2"), "line 1, column 5: unexpected '2'");
  EXPECT_EQ(refusal("{'a': 1}"), "line 1, column 2: unexpected '''");
  EXPECT_EQ(refusal("[01]"), "line 1, column 3: unexpected '1'");
  for (const char* text : {"", " \n", "{\"a\"", "[1, ", "\"abc", "tru"}) {
    EXPECT_THAT(refusal(text), HasSubstr("the text ends early")) << text;
  }
}

TEST(Json, ADocumentIsMeasuredBeforeItIsParsed) {
  EXPECT_EQ(refusal(nested(32)), "accepted");
  EXPECT_EQ(refusal(nested(33)), "is nested more than 32 deep");
  EXPECT_EQ(refusal("{\"format\": " + nested(1'000'000) + "}"),
            "format: is nested more than 32 deep");
  EXPECT_EQ(refusal(std::string(10'000'000, '[')), "has 10,000,000 bytes, the limit is 4,194,304");
  EXPECT_EQ(refusal(std::string(10'000'000, '['), {.bytes = 1U << 30U}),
            "is nested more than 32 deep");
}

TEST(Json, AKeyThatIsThereTwiceIsNamedByItsPath) {
  EXPECT_EQ(refusal(R"({"a": [0, {"b": 1, "c": 2, "b": 1}]})"),
            "a[1].b: is there twice: keep one of the two");
  EXPECT_EQ(refusal(R"({"temperature": 1, "temperature": 2})"),
            "temperature: is there twice: keep one of the two");
  EXPECT_EQ(refusal(R"({"a": 1, "\u0061": 2})"), "a: is there twice: keep one of the two");
  EXPECT_EQ(refusal(R"([{"a": 1}, {"a": 1, "b": {"a": 1}}])"), "accepted");
  const std::string name(100'000, 'k');
  const std::string twice = refusal("{\"" + name + "\": 1, \"" + name + "\": 2}");
  EXPECT_LT(twice.size(), 100U);
}

TEST(Json, AMessageShowsTheBeginningOfATextAndNoControlCharacter) {
  EXPECT_EQ(in_quotes("viral"), "\"viral\"");
  EXPECT_EQ(in_quotes("a\x1b[31m\x7f\xC2\x9B\n"), "\"a?[31m???\"");
  std::string umlauts;
  for (int i = 0; i < 41; ++i) umlauts += "\xC3\xA4";
  EXPECT_EQ(in_quotes(umlauts), '"' + umlauts.substr(0, 80) + "...\"");
}

}  // namespace
}  // namespace chestlens
