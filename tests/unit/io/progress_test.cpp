#include "io/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace chestlens {
namespace {

using testing::internal::CaptureStderr;
using testing::internal::GetCapturedStderr;

TEST(Progress, PlainLineWhereThereIsNoTerminal) {
  CaptureStderr();
  {
    Progress progress("decode", 3, "films");
    for (int i = 0; i < 3; ++i) progress.advance();
    progress.finish("all read");
  }
  const std::string text = GetCapturedStderr();
  EXPECT_EQ(std::ranges::count(text, '\n'), 1);
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(text.find("decode  3/3 films"), 0U) << text;
  EXPECT_NE(text.find("films/s"), std::string::npos) << text;
  EXPECT_NE(text.find("all read"), std::string::npos) << text;
}

TEST(Progress, DestructorEndsTheLineWithTheLastNote) {
  CaptureStderr();
  {
    Progress progress("train", 10, "films");
    progress.advance(4, "loss 0.412");
  }
  const std::string text = GetCapturedStderr();
  EXPECT_NE(text.find("4/10 films"), std::string::npos) << text;
  EXPECT_NE(text.find("loss 0.412\n"), std::string::npos) << text;
}

TEST(Progress, ReportsALineOfItsOwn) {
  CaptureStderr();
  {
    Progress progress("predict", 2, "films");
    progress.report("a.png: no film");
    progress.advance(2);
  }
  EXPECT_EQ(GetCapturedStderr().find("a.png: no film\npredict  2/2 films"), 0U);
}

TEST(Progress, UnknownTotalCountsOnly) {
  CaptureStderr();
  {
    Progress progress("read", 0, "rows");
    progress.advance(7);
  }
  EXPECT_EQ(GetCapturedStderr().find("read  7 rows"), 0U);
}

}  // namespace
}  // namespace chestlens
