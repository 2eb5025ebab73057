#include "io/nearest.hpp"

#include <gtest/gtest.h>

namespace chestlens {
namespace {

TEST(EditDistance, CountsSlipsOfEachKind) {
  EXPECT_EQ(edit_distance("split", "split"), 0U);
  EXPECT_EQ(edit_distance("Split", "splIt"), 0U);
  EXPECT_EQ(edit_distance("splt", "split"), 1U);
  EXPECT_EQ(edit_distance("spllit", "split"), 1U);
  EXPECT_EQ(edit_distance("splat", "split"), 1U);
  EXPECT_EQ(edit_distance("trian", "train"), 1U);
  EXPECT_EQ(edit_distance("ca", "abc"), 3U);  // as optimal string alignment has it
  EXPECT_EQ(edit_distance("", "abc"), 3U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Nearest, IsASlipAndNotAnyWord) {
  const std::vector<std::string> commands = {"train", "predict", "export"};
  EXPECT_EQ(nearest("trian", commands), "train");
  EXPECT_EQ(nearest("Export", commands), "export");
  EXPECT_EQ(nearest("perdict", commands), "predict");
  EXPECT_EQ(nearest("augment", commands), std::nullopt);
  EXPECT_EQ(nearest("x", {"y"}), std::nullopt);
  EXPECT_EQ(nearest("train", {}), std::nullopt);
}

TEST(Nearest, EndsAMessage) {
  EXPECT_EQ(did_you_mean("Splt", {"split", "source"}), "; did you mean split?");
  EXPECT_EQ(did_you_mean("age", {"split", "source"}), "");
}

}  // namespace
}  // namespace chestlens
