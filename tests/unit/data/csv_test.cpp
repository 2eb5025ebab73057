#include "data/csv.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

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

TEST(Csv, SeparatorsAreThoseOfTheFirstLine) {
  const Fields row{"a.png", "x, y; z", "1"};
  EXPECT_EQ(parse_csv("file;class;patient\na.png;\"x, y; z\";1\n").value().at(1).fields, row);
  EXPECT_EQ(parse_csv("file\tclass\tpatient\na.png\tx, y; z\t1\n").value().at(1).fields, row);
  EXPECT_EQ(parse_csv("file,\"a;b;c;d\",patient\na.png,\"x, y; z\",1\n").value().at(1).fields, row);
  EXPECT_EQ(parse_csv("sep=;\r\na;b,c,d\r\n").value().at(0).fields, (Fields{"a", "b,c,d"}));
}

TEST(Csv, LinesMayEndInACarriageReturn) {
  const auto records = parse_csv("a,b\r\"1\",2\r3,\"two\rlines\"\r").value();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[1].fields, (Fields{"1", "2"}));
  EXPECT_EQ(records[2].fields, (Fields{"3", "two\rlines"}));
  EXPECT_EQ(records[2].line, 3);
}

TEST(Csv, BlanksMayStandAroundQuotes) {
  EXPECT_EQ(parse_csv("a, \"b, c\" ,d\n").value().at(0).fields, (Fields{"a", "b, c", "d"}));
  EXPECT_EQ(parse_csv(" a ,b\n").value().at(0).fields, (Fields{" a ", "b"}));
}

TEST(Csv, AFieldIsTrimmedOfBlanksOfAllKinds) {
  EXPECT_EQ(trimmed_field(" \t\xC2\xA0normal \xE2\x80\x8B\r"), "normal");
  EXPECT_EQ(trimmed_field("\xEF\xBB\xBF"), "");
  EXPECT_EQ(trimmed_field("viral pneumonia"), "viral pneumonia");
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
