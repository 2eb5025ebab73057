#include "io/text.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace chestlens {
namespace {

TEST(Text, JoinsWordsWithCommas) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"a"}), "a");
  EXPECT_EQ(joined({"a", "b", "c d"}), "a, b, c d");
}

TEST(Text, TrimsOnlyTheEnds) {
  EXPECT_EQ(trimmed(" \ta b\t "), "a b");
  EXPECT_EQ(trimmed("\r\n"), "\r\n");
  EXPECT_EQ(trimmed(" x\r", " \t\r"), "x");
  EXPECT_EQ(trimmed("  "), "");
  EXPECT_EQ(trimmed(""), "");
}

TEST(Text, CountsThings) {
  EXPECT_EQ(counted(0, "stage"), "0 stages");
  EXPECT_EQ(counted(1, "stage"), "1 stage");
  EXPECT_EQ(counted(2, "patient"), "2 patients");
}

TEST(Text, LowersTheCaseOfAsciiAlone) {
  EXPECT_EQ(lower_case("Split 2"), "split 2");
  EXPECT_EQ(lower_case("R\xC3\x96NTGEN"), "r\xC3\x96ntgen");
}

TEST(Text, LeavesOutTheStackOfAnException) {
  EXPECT_EQ(what(std::runtime_error("not enough memory\nto go on")), "not enough memory\nto go on");
  EXPECT_EQ(what(std::runtime_error("bad shape\nException raised from f at x.cpp:1\nframe #0")),
            "bad shape");
}

TEST(Text, LeavesOutTrailingZerosOfADecimal) {
  EXPECT_EQ(without_trailing_zeros("1.50"), "1.5");
  EXPECT_EQ(without_trailing_zeros("2.00"), "2");
  EXPECT_EQ(without_trailing_zeros("-0.00"), "-0");
  EXPECT_EQ(without_trailing_zeros("100"), "100");
}

TEST(Text, WritesSharesToATenthOfAPercent) {
  EXPECT_EQ(percent(0.0), "0.0");
  EXPECT_EQ(percent(0.97249), "97.2");
  EXPECT_EQ(percent(1.0), "100.0");
  EXPECT_EQ(percent(-0.031), "-3.1");
}

}  // namespace
}  // namespace chestlens
