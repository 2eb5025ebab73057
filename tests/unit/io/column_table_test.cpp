#include "io/column_table.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(ColumnTable, ColumnsAreAsWideAsTheirWidestText) {
  EXPECT_EQ(column_table({"run", "best", "state"}, {{"a-long-name", "0.9", "done"}, {"b", "", ""}}),
            "run          best  state\n"
            "a-long-name  0.9   done\n"
            "b\n");
}

TEST(ColumnTable, CountsCharactersNotBytes) {
  EXPECT_EQ(column_table({"å", "x"}, {{"ab", "1"}}), "å   x\nab  1\n");
}

}  // namespace
}  // namespace chestlens
