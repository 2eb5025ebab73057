#include "cli/terminal.hpp"

#include "io/progress.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

using testing::HasSubstr;
using testing::Not;

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

TEST(Terminal, PlainLineWhereThereIsNoTerminal) {
  CaptureStderr();
  {
    const Reporter reporter = terminal_reporter();
    Progress progress(reporter, "decode", 3, "films");
    for (int i = 0; i < 3; ++i) progress.advance();
    progress.finish("all read");
  }
  const std::string text = GetCapturedStderr();
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_EQ(text.find("decode  3/3 films"), 0U) << text;
  EXPECT_THAT(text, HasSubstr("films/s"));
  EXPECT_THAT(text, HasSubstr("all read"));
}

TEST(Terminal, DestructorEndsTheLineWithTheLastNote) {
  CaptureStderr();
  {
    const Reporter reporter = terminal_reporter();
    Progress progress(reporter, "train", 10, "films");
    progress.advance(4, "loss 0.412");
  }
  const std::string text = GetCapturedStderr();
  EXPECT_THAT(text, HasSubstr("4/10 films"));
  EXPECT_THAT(text, HasSubstr("loss 0.412\n"));
}

TEST(Terminal, ReportsALineOfItsOwn) {
  CaptureStderr();
  {
    const Reporter reporter = terminal_reporter();
    Progress progress(reporter, "predict", 2, "films");
    reporter.note("a.png: no film");
    progress.advance(2);
  }
  EXPECT_EQ(GetCapturedStderr().find("a.png: no film\npredict  2/2 films"), 0U);
}

TEST(Terminal, UnknownTotalCountsOnly) {
  CaptureStderr();
  {
    const Reporter reporter = terminal_reporter();
    Progress progress(reporter, "read", 0, "rows");
    progress.advance(7);
  }
  EXPECT_EQ(GetCapturedStderr().find("read  7 rows"), 0U);
}

}  // namespace
}  // namespace chestlens
