#include "data/csv.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

using Fields = std::vector<std::string>;

TEST(Csv, ReadsPlainAndQuotedFields) {
  const auto records = parse_csv("a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n,\n").value();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].fields, (Fields{"a", "b"}));
  EXPECT_EQ(records[1].fields, (Fields{"x,1", "say \"hi\""}));
  EXPECT_EQ(records[2].fields, (Fields{"", ""}));
}

TEST(Csv, CountsLinesThroughQuotedLineBreaks) {
  const auto records = parse_csv("head\n\"two\nlines\"\n\nlast").value();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1].fields, Fields{"two\nlines"});
  EXPECT_EQ(records[1].line, 2);
  EXPECT_EQ(records[2].line, 5);
}

TEST(Csv, SkipsTheByteOrderMark) {
  EXPECT_EQ(parse_csv("\xEF\xBB\xBF"
                      "file\n")
                .value()[0]
                .fields,
            Fields{"file"});
}

TEST(Csv, EmptyTextHasNoRecord) {
  EXPECT_TRUE(parse_csv("").value().empty());
}

TEST(Csv, NamesTheLineOfAnOpenQuote) {
  const auto records = parse_csv("a\n\"b\nc\n");
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().code, ErrorCode::parse);
  EXPECT_EQ(records.error().context, "line 2");
}

TEST(Csv, RefusesTextAfterAClosingQuote) {
  const auto records = parse_csv("\"a\"b\n");
  ASSERT_FALSE(records);
  EXPECT_EQ(records.error().context, "line 1");
}

TEST(Csv, LinesReadBack) {
  const Fields fields = {"plain", "with,comma", "with \"quote\"", "", "two\nlines", "\r"};
  EXPECT_EQ(parse_csv(csv_line(fields)).value().at(0).fields, fields);
  EXPECT_EQ(csv_line({"", "b"}), ",b\n");
}

}  // namespace
}  // namespace chestlens
