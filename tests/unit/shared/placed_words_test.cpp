#include <chestlens/placed_words.hpp>

#include <gtest/gtest.h>

namespace chestlens {
namespace {

/// A film `class_index` of `source_index` for each pair, all a distance of 3 or more away.
struct World {
  ReferenceMap map;
  Placed placed;

  explicit World(const std::vector<std::pair<int, int>>& films, float first_distance = 3.0F) {
    map.classes = {"covid19", "viral", "bacterial", "normal"};
    map.sources = {"S", "T", "U", "V"};
    map.steps = {0.2F};
    map.codes.assign(films.size(), 1);
    for (const auto& [class_index, source_index] : films) {
      map.films.push_back(
          {{}, static_cast<std::uint16_t>(class_index), static_cast<std::uint16_t>(source_index)});
      const auto i = placed.nearest.size();
      placed.nearest.push_back({i, first_distance + static_cast<float>(i)});
    }
  }
  std::string words() const { return nearest_in_words(map, placed, rounding_of(map)); }
};

TEST(PlacedWords, CountTheNearestByClassAndSource) {
  EXPECT_EQ(World({{1, 0}, {1, 0}, {2, 0}, {1, 0}}).words(),
            "3 of its 4 nearest are viral, 1 bacterial; all 4 are from S");
  EXPECT_EQ(World({{1, 1}, {1, 0}, {1, 0}}).words(),
            "all 3 of its nearest are viral; 2 are from S, 1 from T");
  EXPECT_EQ(World({{1, 1}, {1, 1}}).words(), "both of its nearest are viral; both are from T");
  EXPECT_EQ(World({{3, 2}}).words(), "its nearest is normal; it is from U");
  EXPECT_EQ(World({}).words(), "");
}

TEST(PlacedWords, PutTogetherWhatIsBeyondTheLargestTwo) {
  EXPECT_EQ(World({{1, 0}, {1, 1}, {2, 2}, {3, 3}, {0, 3}, {1, 3}, {2, 0}}).words(),
            "3 of its 7 nearest are viral, 2 bacterial, 2 of other classes; "
            "3 are from V, 2 from S, 2 from other sources");
}

TEST(PlacedWords, AFilmOfTheMapDoesNotCountItself) {
  EXPECT_EQ(World({{0, 3}, {1, 0}, {1, 0}, {2, 0}}, 0.0F).words(),
            "2 of its 3 nearest others are viral, 1 bacterial; all 3 are from S");
  EXPECT_EQ(World({{0, 3}, {1, 0}}, 0.0F).words(), "its nearest other is viral; it is from S");
}

TEST(PlacedWords, SayHowFarOnlyAsFarAsItIs) {
  Placed placed;
  placed.farther_than = 0.95;
  EXPECT_FALSE(is_far(placed));
  placed.farther_than = 0.996;
  EXPECT_TRUE(is_far(placed));
  const World far({{1, 0}});
  placed.nearest = far.placed.nearest;
  EXPECT_EQ(distance_in_words(placed, rounding_of(far.map)),
            "its nearest film is 3 away, farther than 99 % of films are from theirs: it is unlike "
            "the films of the map");
}

}  // namespace
}  // namespace chestlens
