#include <chestlens/map_groups.hpp>
#include <chestlens/palette.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

using Names = std::vector<std::string>;

TEST(MapGroups, KeepTheNamesOrderWhereEachHasAColor) {
  const MapGrouping made = group_films(Names{"a", "b", "c"}, std::vector<int>{2, 1, 2, 2});
  EXPECT_EQ(made.groups, (std::vector<MapGroup>{{"a", 0}, {"b", 1}, {"c", 3}}));
  EXPECT_EQ(made.group_of, (std::vector<std::size_t>{2, 1, 2, 2}));
  EXPECT_EQ(group_color(made, 1), palette[1]);
}

TEST(MapGroups, OfManyNamesTheSmallestAreTheRest) {
  const Names names{"a", "b", "c", "d", "e", "f", "g"};
  const MapGrouping made =
      group_films(names, std::vector<int>{0, 1, 1, 2, 2, 3, 3, 4, 4, 6, 6, 6, 5});
  const std::vector<MapGroup> expected{{"g", 3}, {"b", 2}, {"c", 2},
                                       {"d", 2}, {"e", 2}, {"2 others", 2, true}};
  EXPECT_EQ(made.groups, expected);
  EXPECT_EQ(made.group_of.front(), 5U);
  EXPECT_EQ(made.group_of.back(), 5U);
  EXPECT_EQ(made.group_of[9], 0U);
  EXPECT_EQ(group_color(made, 5), rest_color);
}

}  // namespace
}  // namespace chestlens
